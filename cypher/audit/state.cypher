// Datasets whose state, kind, rank and place in the catalogue do not agree.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset, state, kind}
MATCH (d:Dataset)
WHERE d.id IS NULL
   OR NOT coalesce(d.state, '') IN ['expected', 'present', 'retired']
   OR NOT coalesce(d.kind, '') IN ['unknown', 'raw', 'processed']
   OR (d.rank IS NULL) <> (d.kind = 'unknown')
   OR (d.state = 'expected') <> (d.rank IS NULL AND d.retired_at IS NULL)
   OR (d.state = 'retired') <> (d.retired_at IS NOT NULL)
   OR (d.rank IS NOT NULL AND NOT EXISTS { (d)-[:PART_OF]->(:Investigation)-[:ON]->(:Instrument) })
WITH collect({dataset: d.location, state: d.state, kind: d.kind}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
