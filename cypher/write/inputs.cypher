// Joins jobs to their inputs; an input that nobody announced yet is expected.
// $rows list of {job, job_id, location, dataset, words, change, received_at}: one per edge; dataset is the public id of
//   the location
UNWIND $rows AS row
MERGE (x:Dataset {location: row.location})
  ON CREATE SET x.id = row.dataset,
                x.words = row.words,
                x.state = 'expected',
                x.kind = 'unknown',
                x.since = row.change,
                x.change = row.change,
                x.named_at = row.received_at
WITH row, x
MATCH (j:Job {key: row.job})
OPTIONAL MATCH (x)-[i:INPUT]->(j)
WITH row, x, j, i
WHERE i IS NULL
CREATE (x)-[:INPUT {dataset: row.dataset, job: row.job_id, since: row.change}]->(j);
