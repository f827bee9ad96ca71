// Two datasets and what they were derived from, each dataset once with its producer, to be compared.
// $left_id text, $right_id text: public ids
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most, from either
// $limit integer: how many datasets at most, the nearest first
// $inputs_limit integer: how many inputs of a job at most
// -> found: list of the two ids that exist
// -> items: list of {dataset, job, application, inputs, inputs_count}: properties of the first three, inputs in the order
//   of their locations
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
OPTIONAL MATCH (a:Dataset {id: $left_id})
OPTIONAL MATCH (b:Dataset {id: $right_id})
CALL (a, b) {
  UNWIND [a, b] AS start
  MATCH p = (start)<-[:INPUT|OUTPUT*0..$edges_max]-(x:Dataset)
  WITH start, x, min(length(p)) / 2 AS steps
  WHERE steps <= $steps_max
  WITH x, min(steps) AS steps
  WITH x ORDER BY steps, x.location LIMIT $limit
  RETURN collect(x) AS compared
}
CALL (compared) {
  UNWIND compared AS x
  OPTIONAL MATCH (x)<-[:OUTPUT]-(j:Job)
  OPTIONAL MATCH (j)-[:RAN]->(app:Application)
  RETURN collect({
    dataset: properties(x), job: properties(j), application: properties(app),
    inputs: COLLECT {
      MATCH (j)<-[:INPUT]-(i:Dataset) RETURN i {.id, .location, .name, .kind, .state} ORDER BY i.location LIMIT $inputs_limit
    },
    inputs_count: COUNT { (j)<-[:INPUT]-() }
  }) AS items
}
RETURN [d IN [a, b] WHERE d IS NOT NULL | d.id] AS found, items, l.change AS as_of;
