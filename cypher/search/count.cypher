// How many datasets an expression fits; nothing where the items are all there are.
// $start piece: the clause that finds d
// $condition piece: what d has to be
// $limit integer: how many items were asked for
// $count_max integer: where counting ends
// -> counted: {count}
WITH size(items) AS items_count
WHERE items_count = $limit
$start
WHERE $condition
WITH DISTINCT items_count, d LIMIT $count_max
WITH items_count, count(d) AS members
RETURN {count: members} AS counted;
