// The graph downstream of a dataset: its nodes with least distance, and the edges among them.
// $id text: public id of the dataset to start from
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most
// $limit integer: how many nodes at most, the nearest first
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps}; the start has steps 0
// -> edges: list of [type, id from, id to] among these nodes, along the way of the data
// -> count: how many nodes there are within the steps
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (start:Dataset {id: $id})
CALL (start) {
  MATCH p = (start)-[:INPUT|OUTPUT*0..$edges_max]->(x)
  WITH x, min(length(p)) AS edges
  WITH x, (edges + 1) / 2 AS steps, edges, coalesce(x.location, x.key) AS key
  WHERE steps <= $steps_max
  WITH x, steps ORDER BY edges, key
  RETURN collect(x) AS found, collect(steps) AS distances
}
WITH l, found[..$limit] AS found, distances, size(found) AS count
CALL (found, distances) {
  UNWIND range(0, size(found) - 1) AS n
  WITH found[n] AS x, distances[n] AS steps
  OPTIONAL MATCH (x)-[:RAN]->(a:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: steps}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: steps}
  END) AS nodes
}
CALL (found) {
  UNWIND found AS x
  MATCH (x)-[e:INPUT|OUTPUT]->(y)
  WHERE y IN found
  RETURN collect([type(e), x.id, y.id]) AS edges
}
RETURN nodes, edges, count, l.change AS as_of;
