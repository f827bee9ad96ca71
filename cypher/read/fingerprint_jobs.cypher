// Every live job with its edges, for the fingerprint.
// -> row: [key, declared, status, start, end, arguments, environment, application, inputs, outputs]
MATCH (j:Job)
RETURN [
  j.key, j.is_declared, j.status, j.start_time, j.end_time, j.arguments, j.environment,
  COLLECT { MATCH (j)-[:RAN]->(a) RETURN a.key ORDER BY a.key },
  COLLECT { MATCH (j)<-[:INPUT]-(x) RETURN x.location ORDER BY x.location },
  COLLECT { MATCH (j)-[:OUTPUT]->(y) RETURN y.location ORDER BY y.location }
] AS row
ORDER BY j.key;
