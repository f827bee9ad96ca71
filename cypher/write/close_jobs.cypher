// Closes jobs that have no output left.
// $jobs list of text: keys of jobs that lost an output
// $change integer: number of the change that closes them
// -> datasets: list of text, locations that lost a reader
// -> applications: list of text, keys of applications that lost a job
UNWIND $jobs AS key
MATCH (j:Job {key: key})
WHERE NOT (j)-[:OUTPUT]->()
OPTIONAL MATCH (j)-[r:RAN]->(a:Application)
SET j.application = a.key
DELETE r
WITH j, a.key AS application
OPTIONAL MATCH (j)<-[i:INPUT]-(x:Dataset)
FOREACH (_ IN CASE WHEN i IS NULL THEN [] ELSE [1] END |
  CREATE (x)-[:WAS_INPUT {since: i.since, until: $change}]->(j)
)
DELETE i
WITH j, application, collect(x.location) AS lost
REMOVE j:Job
SET j:ClosedJob,
    j.until = $change
WITH collect(application) AS applications, collect(lost) AS lists
RETURN reduce(all = [], l IN lists | all + l) AS datasets, applications;
