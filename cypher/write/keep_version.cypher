// Keeps what is live of datasets that a later message is about to replace; history is not searched by words.
// What events made of the dataset is not the announcement's and is left out.
// $rows list of {location, change, announced}: dataset, number of the change that replaces it, and the properties that
//   give back what its announcement said where metadata updates have changed it
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})
OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
WITH row, d, j, a, COLLECT { MATCH (j)<-[:INPUT]-(x:Dataset) RETURN x.location ORDER BY x.location } AS inputs
MERGE (v:Version {key: d.id + '/' + d.digest})
SET v += properties(d)
SET v += row.announced,
    v.words = null,
    v.archive_status = null,
    v.archive_level = null,
    v.archive_message = null,
    v.archive_at = null,
    v.archive_event = null,
    v.files_added_at = null,
    v.job = j.key,
    v.application = a.key,
    v.inputs = inputs,
    v.until = row.change
MERGE (v)-[:VERSION_OF]->(d);
