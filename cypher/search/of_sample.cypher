// Datasets by the sample that they are of.
// $test piece: what has to be true of x
EXISTS { MATCH (d)-[:OF_SAMPLE]->(x:Sample) WHERE $test };
