// Makes datasets that are new or were expected, with their catalogue edges and the job that each of them has alone. In
// the order of time this is the whole of a batch: nothing is looked up that cannot be there.
// $rows list of {location, properties, investigation, sample, techniques, job, application, inputs, change}:
//   investigation, sample, techniques and application are keys; job holds the properties of the job, null for raw
//   data; inputs is a list of {location, id, words}, each once
UNWIND $rows AS row
MERGE (d:Dataset {location: row.location})
  ON CREATE SET d.since = row.change
SET d += row.properties
WITH row, d
MATCH (i:Investigation {key: row.investigation})
CREATE (d)-[:PART_OF]->(i)
WITH row, d
MATCH (s:Sample {key: row.sample})
CREATE (d)-[:OF_SAMPLE]->(s)
WITH row, d
CALL (row, d) {
  UNWIND row.techniques AS pid
  MATCH (t:Technique {pid: pid})
  CREATE (d)-[:USES_TECHNIQUE]->(t)
}
WITH row, d
WHERE row.job IS NOT NULL
CREATE (j:Job)
SET j = row.job
CREATE (j)-[:OUTPUT {dataset: row.properties.id, since: row.change}]->(d)
WITH row, j
CALL (row, j) {
  MATCH (a:Application {key: row.application})
  CREATE (j)-[:RAN]->(a)
}
WITH collect({row: row, job: j}) AS made
UNWIND made AS one
WITH one.row AS row, one.job AS j
UNWIND row.inputs AS input
MERGE (x:Dataset {location: input.location})
  ON CREATE SET x.id = input.id,
                x.words = input.words,
                x.state = 'expected',
                x.kind = 'unknown',
                x.since = row.change,
                x.change = row.change,
                x.named_at = row.properties.received_at
CREATE (x)-[:INPUT {dataset: input.id, job: row.job.id, since: row.change}]->(j);
