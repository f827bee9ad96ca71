// The shortest way of the data between two datasets, in whichever direction there is one.
// $from_id text, $to_id text: public ids
// -> found: list of the two ids that exist
// -> nodes: list of {node, id, location or key, name, kind, state, status, application, version, steps} along the way of
//   the data; empty when neither was derived from the other
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
OPTIONAL MATCH (a:Dataset {id: $from_id})
OPTIONAL MATCH (b:Dataset {id: $to_id})
OPTIONAL MATCH forth = shortestPath((a)-[:INPUT|OUTPUT*1..1000000]->(b))
OPTIONAL MATCH back = shortestPath((b)-[:INPUT|OUTPUT*1..1000000]->(a))
WITH l, a, b, nodes(coalesce(forth, back)) AS way
CALL (way) {
  UNWIND range(0, coalesce(size(way), 0) - 1) AS n
  WITH way[n] AS x, (n + 1) / 2 AS steps
  OPTIONAL MATCH (x)-[:RAN]->(app:Application)
  RETURN collect(CASE WHEN x:Job
    THEN {node: 'job', id: x.id, key: x.key, status: x.status, application: app.name, version: app.version, steps: steps}
    ELSE {node: 'dataset', id: x.id, location: x.location, name: x.name, kind: x.kind, state: x.state, steps: steps}
  END) AS nodes
}
RETURN [d IN [a, b] WHERE d IS NOT NULL | d.id] AS found, nodes, l.change AS as_of;
