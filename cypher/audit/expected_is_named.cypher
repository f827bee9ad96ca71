// Expected datasets that nothing names.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset}
MATCH (d:Dataset {state: 'expected'})
WHERE NOT EXISTS { (d)-[:INPUT]->(:Job) } AND NOT EXISTS { (d)<-[:HOLDS]-(:Publication) }
  AND NOT EXISTS { (d)<-[:ABOUT]-(:Event) }
WITH collect({dataset: d.location}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
