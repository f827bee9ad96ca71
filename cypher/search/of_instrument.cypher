// Datasets by the instrument of their investigation.
// $test piece: what has to be true of x
EXISTS { MATCH (d)-[:PART_OF]->(:Investigation)-[:ON]->(x:Instrument) WHERE $test };
