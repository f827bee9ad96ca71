// Every live dataset, for the fingerprint; times of arrival and numbers of changes are left out.
// -> row: [location, kind, state, digest, ICAT id, investigation, sample, techniques]
MATCH (d:Dataset)
RETURN [
  d.location, d.kind, d.state, d.digest, d.icat_id,
  COLLECT { MATCH (d)-[:PART_OF]->(i) RETURN i.key ORDER BY i.key },
  COLLECT { MATCH (d)-[:OF_SAMPLE]->(s) RETURN s.key ORDER BY s.key },
  COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t) RETURN t.pid ORDER BY t.pid }
] AS row
ORDER BY d.location;
