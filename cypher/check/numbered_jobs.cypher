// Jobs by their numbers in the store, as examples of jobs on a cycle.
// $numbers list of integer
// -> examples: list of {job, input}: key of a job, and location of an input that a job wrote
UNWIND $numbers AS number
MATCH (j:Job)
WHERE id(j) = number
OPTIONAL MATCH (j)<-[:INPUT]-(x:Dataset)<-[:OUTPUT]-(:Job)
WITH j, min(x.location) AS input
ORDER BY j.key
RETURN collect({job: j.key, input: input}) AS examples;
