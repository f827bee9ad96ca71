// Everything a dataset was derived from, datasets and jobs, each once, with its least distance.
// $id text: public id of the dataset to start from
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most
// $after_steps integer, $after_key text: only what comes after this place in the order; 0 and '' start
// $limit integer: how many nodes at most
// -> start: {id, location, name, kind, state}
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps}, ordered by steps,
//   then location or key
// -> count: how many nodes there are within the steps; remaining: how many come after this page
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (start:Dataset {id: $id})
CALL (start) {
  OPTIONAL MATCH p = (start)<-[:INPUT|OUTPUT*1..$edges_max]-(x)
  WITH x, min(length(p)) AS edges
  WITH x, (edges + 1) / 2 AS steps, coalesce(x.location, x.key) AS key
  WHERE steps <= $steps_max
  WITH x, steps, key ORDER BY steps, key
  WITH collect({x: x, steps: steps, key: key}) AS found
  RETURN size(found) AS count,
         [n IN found WHERE n.steps > $after_steps OR (n.steps = $after_steps AND n.key > $after_key)] AS rest
}
CALL (rest) {
  UNWIND rest[..$limit] AS n
  WITH n.x AS x, n.steps AS steps
  OPTIONAL MATCH (x)-[:RAN]->(a:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: steps}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: steps}
  END) AS nodes
}
RETURN start {.id, .location, .name, .kind, .state} AS start, nodes, count,
       CASE WHEN size(rest) > $limit THEN size(rest) - $limit ELSE 0 END AS remaining, l.change AS as_of;
