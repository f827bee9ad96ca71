// Gives datasets their producer.
// $rows list of {location, dataset, job, job_id, is_declared, change}: dataset is the public id of the location
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})
MERGE (j:Job {key: row.job})
  ON CREATE SET j.id = row.job_id,
                j.is_declared = row.is_declared,
                j.rank = CASE WHEN row.is_declared THEN '' END,
                j.since = row.change
SET j.change = row.change
WITH row, d, j
OPTIONAL MATCH (j)-[o:OUTPUT]->(d)
WITH row, d, j, o
WHERE o IS NULL
CREATE (j)-[:OUTPUT {dataset: row.dataset, since: row.change}]->(d);
