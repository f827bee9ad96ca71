// The jobs of a batch that would lie on a cycle. A job can only do so when one of its inputs has a producer and one
// of its outputs a reader, which in the order of time is never so; the walk is for the rest.
// $jobs list of text: keys of jobs that got an edge
// -> cycles: list of {job, input, output}: locations between which the rest of the cycle lies
UNWIND $jobs AS key
MATCH (j:Job {key: key})
WHERE EXISTS { (j)-[:OUTPUT]->(:Dataset)-[:INPUT]->(:Job) }
  AND EXISTS { (j)<-[:INPUT]-(:Dataset)<-[:OUTPUT]-(:Job) }
CALL (j) {
  MATCH (j)-[:OUTPUT]->(first:Dataset)
  MATCH (first)-[:INPUT|OUTPUT*0..]->(x:Dataset)
  WITH DISTINCT first, x
  MATCH (x)-[:INPUT]->(j)
  RETURN first.location AS output, x.location AS input
  LIMIT 1
}
RETURN collect({job: j.key, input: input, output: output}) AS cycles;
