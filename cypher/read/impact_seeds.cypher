// What the jobs of one application in one version produced: where a walk over everything made from it starts.
// $ids list of text: public ids that the application may have, the first that exists counts
// $since text, $until text: only jobs that ended, or where no end is known began, from then and up to then; ISO 8601
//   texts as they are kept
// $status text or null: only jobs of this status
// -> application: {id, key, name, version}
// -> found: list of [id, location, name, kind, state, key of the investigation or null]
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
  MATCH (j)-[:OUTPUT]->(x:Dataset)
  OPTIONAL MATCH (x)-[:PART_OF]->(i:Investigation)
  RETURN collect([x.id, x.location, x.name, x.kind, x.state, i.key]) AS found
}
RETURN a {.id, .key, .name, .version} AS application, found, l.change AS as_of;
