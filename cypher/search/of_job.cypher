// Datasets by the job that made them.
// $test piece: what has to be true of x
EXISTS { MATCH (d)<-[:OUTPUT]-(x:Job) WHERE $test };
