// What all of several datasets were derived from, datasets and jobs, each once, with its least distance from each.
// $ids list of text: public ids of the datasets to start from; a start is at no distance from itself
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most, from each
// $after_steps integer, $after_key text: only what comes after this place in the order; -1 and '' start
// $limit integer: how many nodes at most
// -> starts: list of {id, location, name, kind, state}, those that exist, in the order of the ids
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps, distances},
//   ordered by steps, then location or key: steps is the greatest of the distances, which are pairs of start and steps
// -> count: how many nodes there are; remaining: how many come after this page
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})
  RETURN collect(d) AS starts
}
CALL (starts) {
  UNWIND starts AS start
  MATCH p = (start)<-[:INPUT|OUTPUT*0..$edges_max]-(x)
  WITH start, x, min(length(p)) AS edges
  WITH start, x, (edges + 1) / 2 AS steps
  WHERE steps <= $steps_max
  WITH x, max(steps) AS steps, collect([start.id, steps]) AS distances
  WHERE size(distances) = size($ids)
  WITH x, steps, distances, coalesce(x.location, x.key) AS key ORDER BY steps, key
  WITH collect({x: x, steps: steps, distances: distances, key: key}) AS found
  RETURN size(found) AS count,
         [n IN found WHERE n.steps > $after_steps OR (n.steps = $after_steps AND n.key > $after_key)] AS rest
}
CALL (rest) {
  UNWIND rest[..$limit] AS n
  WITH n, n.x AS x
  OPTIONAL MATCH (x)-[:RAN]->(a:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: n.steps,
          distances: n.distances}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: n.steps,
          distances: n.distances}
  END) AS nodes
}
RETURN [d IN starts | d {.id, .location, .name, .kind, .state}] AS starts, nodes, count,
       CASE WHEN size(rest) > $limit THEN size(rest) - $limit ELSE 0 END AS remaining, l.change AS as_of;
