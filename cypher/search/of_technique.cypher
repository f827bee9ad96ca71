// Datasets by a technique that they were taken with.
// $test piece: what has to be true of x
EXISTS { MATCH (d)-[:USES_TECHNIQUE]->(x:Technique) WHERE $test };
