// What lies around a dataset, up and down from it: nodes with their least distance, and the edges among them.
// $id text: public id of the dataset in the middle
// $up_edges_max bound, $down_edges_max bound: twice the steps asked for, and 2 at least
// $up integer, $down integer: processing steps at most, each way; 0 looks that way not at all
// $limit integer: how many nodes at most, each way, the nearest first
// -> nodes: list of {side, node, id, location or key, name, kind, state, status, application, version, steps, before, after}, the
//   one in the middle first, then the nearest first; application is a dataset's producer's; before and after count
//   all neighbours, shown or not
// -> edges: list of [type, id from, id to] among these nodes, along the way of the data
// -> up_count, down_count: how many nodes there are within the steps
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (middle:Dataset {id: $id})
CALL (middle) {
  OPTIONAL MATCH p = (middle)<-[:INPUT|OUTPUT*1..$up_edges_max]-(x)
  WITH x, min(length(p)) AS edges
  WHERE edges <= 2 * $up
  WITH x, edges ORDER BY edges, coalesce(x.location, x.key)
  WITH collect({x: x, edges: edges}) AS found
  RETURN size(found) AS up_count, found[..$limit] AS above
}
CALL (middle) {
  OPTIONAL MATCH p = (middle)-[:INPUT|OUTPUT*1..$down_edges_max]->(x)
  WITH x, min(length(p)) AS edges
  WHERE edges <= 2 * $down
  WITH x, edges ORDER BY edges, coalesce(x.location, x.key)
  WITH collect({x: x, edges: edges}) AS found
  RETURN size(found) AS down_count, found[..$limit] AS below
}
WITH l, up_count, down_count,
     [{side: 'root', x: middle, edges: 0}]
       + [n IN above | {side: 'up', x: n.x, edges: n.edges}]
       + [n IN below | {side: 'down', x: n.x, edges: n.edges}] AS around
CALL (around) {
  UNWIND around AS n
  WITH n.side AS side, n.x AS x, (n.edges + 1) / 2 AS steps
  OPTIONAL MATCH (x)<-[:OUTPUT]-(maker:Job)
  OPTIONAL MATCH (runner:Application)<-[:RAN]-(x)
  OPTIONAL MATCH (maker)-[:RAN]->(made_by:Application)
  WITH side, x, steps, coalesce(runner, made_by) AS a
  RETURN collect(CASE WHEN x:Job
    THEN {side: side, node: 'job', id: x.id, key: x.key, status: x.status, application: a.name, version: a.version, steps: steps,
          before: COUNT { (x)<-[:INPUT]-() }, after: COUNT { (x)-[:OUTPUT]->() }}
    ELSE {side: side, node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: steps,
          application: a.name, version: a.version, before: COUNT { (x)<-[:OUTPUT]-() }, after: COUNT { (x)-[:INPUT]->() }}
  END) AS nodes
}
CALL (around) {
  WITH [n IN around | n.x] AS found
  UNWIND found AS y
  MATCH (y)<-[e:INPUT|OUTPUT]-(x)
  WHERE x IN found
  RETURN collect([type(e), x.id, y.id]) AS edges
}
RETURN nodes, edges, up_count, down_count, l.change AS as_of;
