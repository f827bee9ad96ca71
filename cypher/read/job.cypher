// One job with its application, inputs and outputs.
// $id text: public id
// $limit integer: how many inputs and outputs at most, each
// -> job, application: properties; application may be null
// -> inputs, outputs: lists of {id, location, name, kind, state}, ordered by location
// -> inputs_count, outputs_count: how many there are
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (j:Job {id: $id})
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
CALL (j) {
  OPTIONAL MATCH (j)<-[:INPUT]-(x:Dataset)
  WITH x ORDER BY x.location
  RETURN collect(x {.id, .location, .name, .kind, .state}) AS inputs
}
CALL (j) {
  OPTIONAL MATCH (j)-[:OUTPUT]->(y:Dataset)
  WITH y ORDER BY y.location
  RETURN collect(y {.id, .location, .name, .kind, .state}) AS outputs
}
RETURN properties(j) AS job, properties(a) AS application,
       inputs[..$limit] AS inputs, size(inputs) AS inputs_count,
       outputs[..$limit] AS outputs, size(outputs) AS outputs_count, l.change AS as_of;
