// Makes jobs what their greatest message says, with the application they ran.
// $rows list of {key, properties, application, change}: application is null or {key, id, name, version}
// -> applications: list of text, keys of applications that lost a job
UNWIND $rows AS row
MATCH (j:Job {key: row.key})
SET j += row.properties,
    j.change = row.change
WITH row, j
CALL (row, j) {
  OPTIONAL MATCH (j)-[r:RAN]->(a:Application)
  WHERE row.application IS NULL OR a.key <> row.application.key
  WITH r, a.key AS lost
  DELETE r
  RETURN collect(lost) AS lost
}
CALL (row, j) {
  WITH row, j
  WHERE row.application IS NOT NULL
  MERGE (a:Application {key: row.application.key})
    ON CREATE SET a.id = row.application.id,
                  a.name = row.application.name,
                  a.version = row.application.version,
                  a.since = row.change
  MERGE (j)-[:RAN]->(a)
}
UNWIND CASE WHEN lost = [] THEN [null] ELSE lost END AS key
RETURN collect(DISTINCT key) AS applications;
