// What the jobs of one application in one version produced, in the order of time.
// $ids list of text: public ids that the application may have, the first that exists counts
// $since text, $until text: only jobs that ended, or where no end is known began, from then and up to then; ISO 8601
//   texts as they are kept
// $status text or null: only jobs of this status
// $after_time text, $after_location text: only what comes after this place in the order; '' and '' start
// $limit integer: how many datasets at most
// -> application: {id, key, name, version}
// -> items: list of {id, location, name, kind, state, time, job, status, start_time, end_time}, ordered by time, then
//   location: job is the public id of the producer, status and times are those of the job
// -> count: how many there are; remaining: how many come after this page
// -> kinds, states, statuses: lists of [word, how many there are]
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND range(0, size($ids) - 1) AS place
  MATCH (a:Application {id: $ids[place]})
  RETURN a ORDER BY place LIMIT 1
}
CALL (a) {
  MATCH (a)<-[:RAN]-(j:Job)
  WITH j, CASE WHEN j.end_time > '' THEN j.end_time ELSE coalesce(j.start_time, '') END AS time
  WHERE time >= $since AND time <= $until AND ($status IS NULL OR j.status = $status)
  MATCH (j)-[:OUTPUT]->(d:Dataset)
  WITH j, d, time ORDER BY time, d.location
  WITH collect({j: j, d: d, time: time}) AS found
  RETURN found, [n IN found WHERE n.time > $after_time OR (n.time = $after_time AND n.d.location > $after_location)] AS rest
}
CALL (found) {
  UNWIND found AS n
  WITH n.d.kind AS word, count(*) AS many ORDER BY word
  RETURN collect([word, many]) AS kinds
}
CALL (found) {
  UNWIND found AS n
  WITH n.d.state AS word, count(*) AS many ORDER BY word
  RETURN collect([word, many]) AS states
}
CALL (found) {
  UNWIND found AS n
  WITH n.j.status AS word, count(*) AS many ORDER BY word
  RETURN collect([word, many]) AS statuses
}
CALL (rest) {
  UNWIND rest[..$limit] AS n
  WITH n.j AS j, n.d AS d, n.time AS time
  RETURN collect(d {
    .id, .location, .name, .kind, .state, time: time, job: j.id, status: j.status, start_time: j.start_time,
    end_time: j.end_time
  }) AS items
}
RETURN a {.id, .key, .name, .version} AS application, items, size(found) AS count,
       CASE WHEN size(rest) > $limit THEN size(rest) - $limit ELSE 0 END AS remaining, kinds, states, statuses,
       l.change AS as_of;
