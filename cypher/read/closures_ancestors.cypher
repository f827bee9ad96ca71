// What each of several datasets was derived from, every dataset and job once, with its least distances.
// $ids list of text: public ids of the datasets to start from
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most, from each
// $limit integer: how many nodes at most, the nearest first
// -> starts: list of {id, location, name, kind, state}, those that exist, in the order of the ids
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps, distances},
//   ordered by steps, then location or key: steps is the least of the distances, which are pairs of start and steps
// -> count: how many nodes there are; counts: list of [id of a start, how many of them are its own]
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})
  RETURN collect(d) AS starts
}
CALL (starts) {
  UNWIND starts AS start
  MATCH p = (start)<-[:INPUT|OUTPUT*1..$edges_max]-(x)
  WITH start, x, min(length(p)) AS edges
  WITH start, x, (edges + 1) / 2 AS steps
  WHERE steps <= $steps_max
  WITH x, min(steps) AS steps, collect([start.id, steps]) AS distances
  WITH x, steps, distances ORDER BY steps, coalesce(x.location, x.key)
  RETURN collect({x: x, steps: steps, distances: distances}) AS found
}
CALL (found) {
  UNWIND found AS n
  UNWIND n.distances AS distance
  WITH distance[0] AS id, count(*) AS own
  RETURN collect([id, own]) AS counts
}
CALL (found) {
  UNWIND found[..$limit] AS n
  WITH n, n.x AS x
  OPTIONAL MATCH (x)-[:RAN]->(a:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: n.steps,
          distances: n.distances}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: n.steps,
          distances: n.distances}
  END) AS nodes
}
RETURN [d IN starts | d {.id, .location, .name, .kind, .state}] AS starts, nodes, size(found) AS count, counts,
       l.change AS as_of;
