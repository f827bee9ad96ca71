// Datasets by the investigation that they are part of.
// $test piece: what has to be true of x
EXISTS { MATCH (d)-[:PART_OF]->(x:Investigation) WHERE $test };
