// The way from a job's output back to its input, for the reason of a refusal.
// $output text: location of an output of the job
// $input text: location of an input of the job
// -> path: list of text, locations of the datasets along the shortest way
MATCH (a:Dataset {location: $output}), (b:Dataset {location: $input})
MATCH p = shortestPath((a)-[:INPUT|OUTPUT*0..]->(b))
RETURN [n IN nodes(p) WHERE n:Dataset | n.location] AS path;
