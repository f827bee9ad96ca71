// Starts from the index of the instrument of their investigation.
MATCH (d)-[:PART_OF]->(:Investigation)-[:ON]->(s:Instrument)
USING INDEX SEEK s:Instrument(name);
