// Every live dataset, for the fingerprint; times of arrival and numbers of changes are left out.
// -> row: [location, kind, state, digest, ICAT id, investigation, sample, techniques], and where events are about it:
//   [archive status, level, message, event, files added, updates, parameters]
MATCH (d:Dataset)
RETURN [
  d.location, d.kind, d.state, d.digest, d.icat_id,
  COLLECT { MATCH (d)-[:PART_OF]->(i) RETURN i.key ORDER BY i.key },
  COLLECT { MATCH (d)-[:OF_SAMPLE]->(s) RETURN s.key ORDER BY s.key },
  COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t) RETURN t.pid ORDER BY t.pid }
] + CASE WHEN coalesce(d.archive_event, d.files_added_at, d.updates) IS NULL THEN [] ELSE [[
  d.archive_status, d.archive_level, d.archive_message, d.archive_event, d.files_added_at, d.updates,
  d.other_parameters, CASE WHEN d.updates IS NULL THEN [] ELSE COLLECT {
    UNWIND keys(d) AS key
    WITH key ORDER BY key
    WHERE key STARTS WITH 'parameter_'
    RETURN key + '=' + toString(d[key])
  } END
]] END AS row
ORDER BY d.location;
