// Every publication with what it holds, for a dump.
// -> properties: map; holds: list of text, locations, sorted; investigations: list of [name, instrument], sorted
MATCH (p:Publication)
RETURN properties(p) AS properties,
       COLLECT { MATCH (p)-[:HOLDS]->(d:Dataset) RETURN d.location ORDER BY d.location } AS holds,
       COLLECT {
         MATCH (p)-[:HOLDS]->(i:Investigation)-[:ON]->(b:Instrument)
         RETURN [i.name, b.name] ORDER BY i.name, b.name
       } AS investigations
ORDER BY p.doi;
