// Starts from the index of a technique that they were taken with.
MATCH (d)-[:USES_TECHNIQUE]->(x:Technique)
USING INDEX x:Technique(pid);
