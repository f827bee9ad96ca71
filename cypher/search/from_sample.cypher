// Starts from the index of the sample that they are of.
MATCH (d)-[:OF_SAMPLE]->(x:Sample)
USING INDEX x:Sample(name);
