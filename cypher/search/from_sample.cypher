// Starts from the index of the sample that they are of.
MATCH (d)-[:OF_SAMPLE]->(s:Sample)
USING INDEX SEEK s:Sample(name);
