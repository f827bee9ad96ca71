// Every event with what it is about, for a dump.
// -> properties: all of its properties; dataset: location or null; investigations: list of [name, instrument]
MATCH (e:Event)
RETURN
  properties(e) AS properties,
  head([(e)-[:ABOUT]->(d:Dataset) | d.location]) AS dataset,
  [(e)-[:ABOUT]->(i:Investigation)-[:ON]->(b:Instrument) | [i.name, b.name]] AS investigations
ORDER BY e.key;
