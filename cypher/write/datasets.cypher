// Makes datasets what their winning message says, with their catalogue edges.
// $rows list of {location, properties, investigation, sample, techniques, change, received_at}: properties replace
//   all that was there, but since, retirement and what events told; investigation, sample and techniques are keys
UNWIND $rows AS row
MERGE (d:Dataset {location: row.location})
WITH row, d, coalesce(d.since, row.change) AS since, d {
  .named_at, .retired_at, .retired_reason,
  .archive_status, .archive_level, .archive_message, .archive_at, .archive_event, .files_added_at
} AS kept
SET d = row.properties
SET d += kept
SET d.since = since,
    d.change = row.change,
    d.received_at = row.received_at
WITH row, d
MATCH (i:Investigation {key: row.investigation})
CREATE (d)-[:PART_OF]->(i)
WITH row, d
CALL (row, d) {
  MATCH (s:Sample {key: row.sample})
  CREATE (d)-[:OF_SAMPLE]->(s)
}
CALL (row, d) {
  UNWIND row.techniques AS pid
  MATCH (t:Technique {pid: pid})
  CREATE (d)-[:USES_TECHNIQUE]->(t)
};
