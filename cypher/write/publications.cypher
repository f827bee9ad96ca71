// Writes publications as their latest messages tell, with what they hold; a dataset that nobody announced is expected.
// $rows list of {doi, properties, datasets, investigations, change}: each DOI once; datasets are a list of {location, id,
//   words}, investigations one of {key, name, instrument}
// $received_at text: time of the write
// -> datasets: list of text, locations that were held; investigations: list of text, keys that were held
UNWIND $rows AS row
MERGE (p:Publication {doi: row.doi})
  ON CREATE SET p.since = row.change
SET p += row.properties,
    p.since = coalesce(p.since, row.change),
    p.change = row.change,
    p.received_at = $received_at
WITH row, p,
     COLLECT { MATCH (p)-[:HOLDS]->(d:Dataset) RETURN d.location } AS datasets,
     COLLECT { MATCH (p)-[:HOLDS]->(i:Investigation) RETURN i.key } AS investigations
CALL (p) {
  MATCH (p)-[h:HOLDS]->()
  DELETE h
}
CALL (row, p) {
  UNWIND row.datasets AS member
  MERGE (d:Dataset {location: member.location})
    ON CREATE SET d.id = member.id,
                  d.words = member.words,
                  d.state = 'expected',
                  d.kind = 'unknown',
                  d.since = row.change,
                  d.change = row.change,
                  d.named_at = $received_at
  CREATE (p)-[:HOLDS]->(d)
}
CALL (row, p) {
  UNWIND row.investigations AS member
  MERGE (i:Investigation {key: member.key})
    ON CREATE SET i.name = member.name
  MERGE (b:Instrument {name: member.instrument})
  MERGE (i)-[:ON]->(b)
  CREATE (p)-[:HOLDS]->(i)
}
WITH collect(datasets) AS datasets, collect(investigations) AS investigations
RETURN reduce(held = [], found IN datasets | held + found) AS datasets,
       reduce(held = [], found IN investigations | held + found) AS investigations;
