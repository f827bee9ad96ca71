// Datasets that an expression fits, in the order of their locations, with what is told besides.
// $start piece: the clause that finds d
// $condition piece: what d has to be, and after which location it comes
// $candidates piece: how many candidates the full-text index gave
// $counting piece: how many there are, and how they are distributed
// $limit integer: how many at most
// -> items: list of {id, location, name, kind, state, start_time, end_time, change}
// -> candidates: integer, null where no words were asked for
// -> counted: {count, facets}, null where not asked for or known by the items
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  $start
  WHERE $condition
  WITH DISTINCT d ORDER BY d.location LIMIT $limit
  RETURN collect(d {.id, .location, .name, .kind, .state, .start_time, .end_time, .change}) AS items
}
CALL () {
  $candidates
}
OPTIONAL CALL (items) {
  $counting
}
RETURN items, candidates, counted, l.change AS as_of;
