// Every investigation with its instrument and sessions, and every node beside, for the fingerprint.
// -> row: [label, key, name, instruments, sessions, titles, ICAT ids], and new schedules where there are any
MATCH (n:Investigation|Instrument|Sample|Technique|Application)
WITH n, labels(n)[0] AS label, coalesce(n.key, n.pid, n.name) AS key
RETURN [
  label, key, n.name, COLLECT { MATCH (n)-[:ON]->(b) RETURN b.name ORDER BY b.name },
  coalesce(n.sessions, []), coalesce(n.titles, []), coalesce(n.icat_ids, [])
] + coalesce(n.schedules, []) AS row
ORDER BY label, key;
