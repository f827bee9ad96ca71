// Everything a dataset was derived from, datasets and jobs, each once, in parts of one walk, the nearest first.
// $id text: public id of the dataset to start from
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most
// $first integer: how many nodes in the first record, which is there the sooner the fewer they are
// $part integer: how many nodes in each other record
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps}, ordered by steps,
//   then location or key; the first record may have none
// -> start: {id, location, name, kind, state}
// -> count: how many nodes there are within the steps
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (start:Dataset {id: $id})
CALL (start) {
  OPTIONAL MATCH p = (start)<-[:INPUT|OUTPUT*1..$edges_max]-(x)
  WITH x, min(length(p)) AS edges
  WITH x, (edges + 1) / 2 AS steps
  WHERE steps <= $steps_max
  WITH x, steps ORDER BY steps, coalesce(x.location, x.key)
  RETURN collect({x: x, steps: steps}) AS found
}
WITH l.change AS as_of, start {.id, .location, .name, .kind, .state} AS start, found
UNWIND [at IN [0] + range($first, size(found), $part) WHERE at = 0 OR at < size(found)] AS at
CALL (found, at) {
  UNWIND found[at..CASE at WHEN 0 THEN $first ELSE at + $part END] AS n
  WITH n.x AS x, n.steps AS steps
  OPTIONAL MATCH (x)-[:RAN]->(a:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: steps}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: steps}
  END) AS nodes
}
RETURN nodes, start, size(found) AS count, as_of;
