// What each live output of jobs that several messages describe says about its job.
// $jobs list of text: job keys
// -> stated: list of {job, rank, said}: said is the JSON text of inputs and facts
UNWIND $jobs AS key
MATCH (j:Job {key: key})-[:OUTPUT]->(d:Dataset)
RETURN collect({job: key, rank: d.rank, said: d.said}) AS stated;
