// Jobs that lie on a cycle.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {job, input}
MATCH (j:Job)
WHERE EXISTS { (j)-[:OUTPUT]->(:Dataset)-[:INPUT]->(:Job) }
  AND EXISTS { (j)<-[:INPUT]-(:Dataset)<-[:OUTPUT]-(:Job) }
CALL (j) {
  MATCH (j)-[:OUTPUT]->(first:Dataset)
  MATCH (first)-[:INPUT|OUTPUT*0..]->(x:Dataset)
  WITH DISTINCT first, x
  MATCH (x)-[:INPUT]->(j)
  RETURN x.location AS input
  LIMIT 1
}
WITH collect({job: j.key, input: input}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
