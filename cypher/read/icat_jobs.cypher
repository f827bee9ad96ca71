// Jobs with all their datasets, as ICAT is told of them, a record each.
// $ids list of text: public ids of the jobs
// -> id: public id; program, version: of its application, or null; arguments: text or null
// -> inputs, outputs: list of integer or text: ICAT ids, the location where a dataset has none
UNWIND $ids AS id
MATCH (j:Job {id: id})
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
RETURN j.id AS id, a.name AS program, a.version AS version, j.arguments AS arguments,
       COLLECT { MATCH (j)<-[:INPUT]-(d:Dataset) RETURN coalesce(d.icat_id, d.location) } AS inputs,
       COLLECT { MATCH (j)-[:OUTPUT]->(d:Dataset) RETURN coalesce(d.icat_id, d.location) } AS outputs;
