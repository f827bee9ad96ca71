// Keeps messages that lost against one with a greater rank before they were ever live.
// $rows list of {location, key, properties, change}: dataset, identity of the version, what the message said
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})
MERGE (v:Version {key: row.key})
  ON CREATE SET v += row.properties,
                v.since = row.change,
                v.until = row.change
MERGE (v)-[:VERSION_OF]->(d);
