// Every event with what it is about, for the fingerprint.
// -> row: [key, kind, subject, facts, what it is about]
MATCH (e:Event)
RETURN [
  e.key, e.kind, e.subject, [e.name, e.value, e.investigation, e.status, e.level, e.message, e.start_time],
  COLLECT { MATCH (e)-[:ABOUT]->(x) WITH coalesce(x.location, x.key) AS name RETURN name ORDER BY name }
] AS row
ORDER BY e.key;
