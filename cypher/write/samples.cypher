// Moves announced datasets to the samples that metadata updates name.
// $rows list of {location, sample, words}: sample is a name within the dataset's investigation
// -> samples: list of text, keys that lost an edge
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})-[:PART_OF]->(i:Investigation)
MATCH (d)-[of:OF_SAMPLE]->(old:Sample)
DELETE of
MERGE (s:Sample {key: i.key + '/' + row.sample})
  ON CREATE SET s.name = row.sample
CREATE (d)-[:OF_SAMPLE]->(s)
SET d.words = row.words
RETURN collect(DISTINCT old.key) AS samples;
