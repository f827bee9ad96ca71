// Closes the OUTPUT edge of datasets that get another producer, or none.
// $rows list of {location, job, change}: dataset, key of its coming producer or null, number of the change
// -> jobs: list of text, keys of the jobs that lost an output
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})<-[o:OUTPUT]-(j:Job)
WHERE row.job IS NULL OR j.key <> row.job
CREATE (j)-[:WAS_OUTPUT {since: o.since, until: row.change}]->(d)
DELETE o
RETURN collect(DISTINCT j.key) AS jobs;
