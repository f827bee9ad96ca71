// Starts from the index of a technique that they were taken with.
MATCH (d)-[:USES_TECHNIQUE]->(s:Technique)
USING INDEX SEEK s:Technique(pid);
