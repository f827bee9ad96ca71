// Datasets by the application that made them.
// $test piece: what has to be true of x
EXISTS { MATCH (d)<-[:OUTPUT]-(:Job)-[:RAN]->(x:Application) WHERE $test };
