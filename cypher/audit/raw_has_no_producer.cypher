// Datasets that have a producer and are not processed.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset, kind}
MATCH (d:Dataset)<-[:OUTPUT]-()
WHERE coalesce(d.kind, '') <> 'processed'
WITH collect({dataset: d.location, kind: d.kind}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
