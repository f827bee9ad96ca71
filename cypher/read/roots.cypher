// The datasets that a dataset goes back to: its ancestors that nothing produced.
// $id text: public id of the dataset to start from; it is among them, at no distance, when it is one of the kind
// $after_steps integer, $after_key text: only what comes after this place in the order; -1 and '' start
// $limit integer: how many datasets at most
// -> start: {id, location, name, kind, state}
// -> items: list of {id, location, name, kind, state, steps}, ordered by steps, then location
// -> count: how many there are; remaining: how many come after this page
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (start:Dataset {id: $id})
CALL (start) {
  MATCH p = (start)<-[:INPUT|OUTPUT*0..1000000]-(x:Dataset)
  WITH x, min(length(p)) / 2 AS steps
  WHERE NOT EXISTS { (x)<-[:OUTPUT]-() }
  WITH x, steps ORDER BY steps, x.location
  WITH collect({x: x, steps: steps}) AS found
  RETURN size(found) AS count,
         [n IN found WHERE n.steps > $after_steps OR (n.steps = $after_steps AND n.x.location > $after_key)] AS rest
}
CALL (rest) {
  UNWIND rest[..$limit] AS n
  WITH n.x AS x, n.steps AS steps
  RETURN collect(x {.id, .location, .name, .kind, .state, steps: steps}) AS items
}
RETURN start {.id, .location, .name, .kind, .state} AS start, items, count,
       CASE WHEN size(rest) > $limit THEN size(rest) - $limit ELSE 0 END AS remaining, l.change AS as_of;
