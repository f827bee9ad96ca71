// Gives the readers, the publications and the events of a dataset that only its ICAT id named to the dataset that has this
// id, and with the events what the latest of them tell.
// $rows list of {placeholder, location, dataset, change}: two locations, and the public id of the second
// -> jobs: list of text, keys of the jobs that read it
UNWIND $rows AS row
MATCH (p:Dataset {location: row.placeholder})
MATCH (d:Dataset {location: row.location})
CALL (row, p, d) {
  MATCH (p)-[i:INPUT]->(j:Job)
  DELETE i
  WITH row, d, j
  OPTIONAL MATCH (d)-[already:INPUT]->(j)
  FOREACH (_ IN CASE WHEN already IS NULL THEN [1] ELSE [] END |
    CREATE (d)-[:INPUT {dataset: row.dataset, job: j.id, since: row.change}]->(j)
  )
  RETURN collect(j.key) AS keys
}
CALL (p, d) {
  MATCH (e:Event)-[a:ABOUT]->(p)
  DELETE a
  CREATE (e)-[:ABOUT]->(d)
}
CALL (p, d) {
  MATCH (q:Publication)-[h:HOLDS]->(p)
  DELETE h
  MERGE (q)-[:HOLDS]->(d)
}
WITH row, p, d, keys,
     CASE WHEN p.archive_event > coalesce(d.archive_event, '') THEN p {
       .archive_status, .archive_level, .archive_message, .archive_at, .archive_event
     } ELSE {} END AS archive,
     CASE WHEN p.files_added_at > coalesce(d.files_added_at, '') THEN p {.files_added_at} ELSE {} END AS files
SET d += archive
SET d += files
REMOVE p:Dataset
SET p:ClosedDataset,
    p.until = row.change,
    p.words = null
WITH keys
UNWIND keys AS key
RETURN collect(DISTINCT key) AS jobs;
