// Starts from the index of the instrument of their investigation.
MATCH (d)-[:PART_OF]->(:Investigation)-[:ON]->(x:Instrument)
USING INDEX x:Instrument(name);
