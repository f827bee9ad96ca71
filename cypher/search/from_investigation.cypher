// Starts from the index of the investigation that they are part of.
MATCH (d)-[:PART_OF]->(x:Investigation)
USING INDEX x:Investigation(name);
