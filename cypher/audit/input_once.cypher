// Pairs of dataset and job with several INPUT edges, and edges that do not carry the ids of their pair.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset, job, edges}
MATCH (d:Dataset)-[i:INPUT]->(j:Job)
WITH d, j, count(i) AS edges, any(x IN collect(i.dataset = d.id AND i.job = j.id) WHERE NOT coalesce(x, false)) AS is_wrong
WHERE edges > 1 OR is_wrong
WITH collect({dataset: d.location, job: j.key, edges: edges}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
