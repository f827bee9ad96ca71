// Every live job with its edges, for a dump.
// -> properties: all of its properties; application: [name, version] or null
// -> inputs, outputs: lists of [location, since], sorted
MATCH (j:Job)
RETURN
  properties(j) AS properties,
  head([(j)-[:RAN]->(a:Application) | [a.name, a.version]]) AS application,
  COLLECT { MATCH (j)<-[e:INPUT]-(x:Dataset) RETURN [x.location, e.since] ORDER BY x.location } AS inputs,
  COLLECT { MATCH (j)-[e:OUTPUT]->(y:Dataset) RETURN [y.location, e.since] ORDER BY y.location } AS outputs;
