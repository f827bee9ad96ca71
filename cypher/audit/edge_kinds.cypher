// Edges that the table of rules does not know.
// $allowed list of [type, label of the source, label of the target]
// $limit integer: how many examples at most
// -> count: how many; examples: list of {type, source, target}
MATCH (a)-[e]->(b)
WHERE NOT [type(e), labels(a)[0], labels(b)[0]] IN $allowed
WITH type(e) AS type, labels(a) + [coalesce(a.location, a.key)] AS source, labels(b) + [coalesce(b.location, b.key)] AS target
WITH collect({type: type, source: source, target: target}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
