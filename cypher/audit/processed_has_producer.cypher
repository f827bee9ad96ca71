// Announced processed datasets that no job produced.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset}
MATCH (d:Dataset {kind: 'processed'})
WHERE NOT EXISTS { (d)<-[:OUTPUT]-(:Job) }
WITH collect({dataset: d.location}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
