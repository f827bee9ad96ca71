// Every publication with what it holds, for a dump.
// -> doi: text; holds: list of text, locations, sorted
MATCH (p:Publication)
RETURN p.doi AS doi, COLLECT { MATCH (p)-[:HOLDS]->(d:Dataset) RETURN d.location ORDER BY d.location } AS holds
ORDER BY doi;
