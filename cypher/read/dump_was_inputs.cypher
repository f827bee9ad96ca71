// Every closed INPUT edge, for a dump.
// -> dataset: location; dataset_until: number of the change that closed it, or null; job: key; job_until: the same of the
//   job; since, until: integers
MATCH (d:Dataset|ClosedDataset)-[e:WAS_INPUT]->(j:Job|ClosedJob)
RETURN
  d.location AS dataset, d.until AS dataset_until, j.key AS job, j.until AS job_until,
  e.since AS since, e.until AS until;
