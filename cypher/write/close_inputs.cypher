// Closes the INPUT edges that the messages of a job no longer name.
// $rows list of {key, inputs, change}: job key and locations of all its inputs
// -> datasets: list of text, locations that lost a reader
UNWIND $rows AS row
MATCH (j:Job {key: row.key})<-[i:INPUT]-(x:Dataset)
WHERE NOT x.location IN row.inputs
CREATE (x)-[:WAS_INPUT {since: i.since, until: row.change}]->(j)
DELETE i
RETURN collect(DISTINCT x.location) AS datasets;
