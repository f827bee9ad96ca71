// Jobs that produced nothing.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {job}
MATCH (j:Job)
WHERE NOT EXISTS { (j)-[:OUTPUT]->(:Dataset) }
WITH collect({job: j.key}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
