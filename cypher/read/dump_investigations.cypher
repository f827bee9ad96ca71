// Every investigation with its instrument, for a dump.
// -> properties: all of its properties; instrument: text
MATCH (i:Investigation)-[:ON]->(b:Instrument)
RETURN properties(i) AS properties, b.name AS instrument
ORDER BY i.key;
