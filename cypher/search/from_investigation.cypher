// Starts from the index of the investigation that they are part of.
MATCH (d)-[:PART_OF]->(s:Investigation)
USING INDEX SEEK s:Investigation(name);
