// How many datasets an expression fits; not asked where the items are all there are.
// $start piece: the clause that finds d
// $condition piece: what d has to be
// $limit integer: how many items were asked for
// $count_max integer: where counting ends
WITH items WHERE size(items) = $limit
$start
WHERE d.location > '' AND $condition
WITH DISTINCT d LIMIT $count_max
RETURN {count: count(d)} AS counted;
