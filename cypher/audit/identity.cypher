// Nodes that share an identity, or have none.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {label, identity, nodes}
MATCH (n:Dataset|Job|Application|Investigation|Instrument|Sample|Technique|Publication|Event)
WITH labels(n)[0] AS label, coalesce(n.location, n.key, n.pid, n.doi, n.name) AS identity, count(*) AS nodes
WHERE nodes > 1 OR identity IS NULL OR identity = ''
WITH collect({label: label, identity: identity, nodes: nodes}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
