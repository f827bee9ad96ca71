// What jobs that were changed, or closed, since a change mean for datasets.
// $since integer: number of the change
// $limit integer: how many datasets at most, of each list
// -> made: list of text, locations of what these jobs made
// -> inputs_changed: list of text, locations of what those of them made that read more, or less, than before
// -> outputs_changed: list of text, locations of what is read, or is no longer read, by a job since then, and of what is
//   read by a job that lost an output
CALL () {
  CALL () {
    MATCH (j:Job) WHERE j.change > $since
    RETURN j
    UNION
    MATCH (j:ClosedJob) WHERE j.until > $since
    RETURN j
  }
  RETURN collect(j) AS jobs
}
CALL (jobs) {
  UNWIND jobs AS j
  MATCH (j)-[:OUTPUT]->(y:Dataset)
  WITH y.location AS location LIMIT $limit
  RETURN collect(location) AS made
}
CALL (jobs) {
  UNWIND jobs AS j
  WITH j WHERE EXISTS { MATCH (j)<-[e:INPUT]-() WHERE e.since > $since }
    OR EXISTS { MATCH (j)<-[e:WAS_INPUT]-() WHERE e.until > $since }
  MATCH (j)-[:OUTPUT]->(y:Dataset)
  WITH y.location AS location LIMIT $limit
  RETURN collect(location) AS inputs_changed
}
CALL (jobs) {
  UNWIND jobs AS j
  WITH j, EXISTS { MATCH (j)-[e:WAS_OUTPUT]->() WHERE e.until > $since } AS has_lost
  MATCH (j)<-[e:INPUT|WAS_INPUT]-(x:Dataset)
  WHERE has_lost OR e.since > $since OR e.until > $since
  WITH DISTINCT x.location AS location LIMIT $limit
  RETURN collect(location) AS outputs_changed
}
RETURN made, inputs_changed, outputs_changed;
