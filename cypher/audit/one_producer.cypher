// Datasets with several producers, and OUTPUT edges that do not carry their dataset's id.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {dataset, producers}
MATCH (d:Dataset)<-[o:OUTPUT]-(j)
WITH d, count(o) AS producers, collect(j.key) AS jobs, any(x IN collect(o.dataset = d.id) WHERE NOT coalesce(x, false)) AS is_wrong
WHERE producers > 1 OR is_wrong
WITH collect({dataset: d.location, producers: jobs}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
