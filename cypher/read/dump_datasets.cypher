// Every live dataset with its place in the catalogue, for a dump.
// -> properties: all of its properties; investigation: [name, instrument] or null; sample: name or null
// -> techniques: list of text, sorted
MATCH (d:Dataset)
RETURN
  properties(d) AS properties,
  head([(d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument) | [i.name, b.name]]) AS investigation,
  head([(d)-[:OF_SAMPLE]->(s:Sample) | s.name]) AS sample,
  COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid } AS techniques;
