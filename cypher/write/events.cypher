// Keeps events about datasets, and gives datasets what the latest of them tell; one that nobody announced is expected.
// $datasets list of {location, id, words, properties, change, received_at}: each once; properties are those that change
// $events list of {location, properties}
CALL () {
  UNWIND $datasets AS row
  MERGE (d:Dataset {location: row.location})
    ON CREATE SET d.id = row.id,
                  d.words = row.words,
                  d.state = 'expected',
                  d.kind = 'unknown',
                  d.since = row.change,
                  d.named_at = row.received_at
  SET d += row.properties,
      d.change = row.change
}
CALL () {
  UNWIND $events AS row
  MATCH (d:Dataset {location: row.location})
  CREATE (e:Event)-[:ABOUT]->(d)
  SET e = row.properties
};
