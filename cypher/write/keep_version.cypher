// Keeps what is live of datasets that a later message is about to replace; history is not searched by words.
// $rows list of {location, change}: dataset, and number of the change that replaces it
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})
OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
WITH row, d, j, a, COLLECT { MATCH (j)<-[:INPUT]-(x:Dataset) RETURN x.location ORDER BY x.location } AS inputs
MERGE (v:Version {key: d.id + '/' + d.digest})
SET v += properties(d),
    v.words = null,
    v.job = j.key,
    v.application = a.key,
    v.inputs = inputs,
    v.until = row.change
MERGE (v)-[:VERSION_OF]->(d);
