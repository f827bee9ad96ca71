// Gives the readers of a dataset that only its ICAT id named to the dataset that has this id.
// $rows list of {placeholder, location, dataset, change}: two locations, and the public id of the second
// -> jobs: list of text, keys of the jobs that read it
UNWIND $rows AS row
MATCH (p:Dataset {location: row.placeholder})-[i:INPUT]->(j:Job)
MATCH (d:Dataset {location: row.location})
DELETE i
WITH row, p, d, j
OPTIONAL MATCH (d)-[already:INPUT]->(j)
FOREACH (_ IN CASE WHEN already IS NULL THEN [1] ELSE [] END |
  CREATE (d)-[:INPUT {dataset: row.dataset, job: j.id, since: row.change}]->(j)
)
WITH row, p, collect(j.key) AS keys
REMOVE p:Dataset
SET p:ClosedDataset,
    p.until = row.change,
    p.words = null
WITH keys
UNWIND keys AS key
RETURN collect(DISTINCT key) AS jobs;
