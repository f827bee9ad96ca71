// Datasets in the order of their locations.
// $prefix text: only locations that start with it; '' takes all
// $kind text or null, $state text or null: only these
// $after text: only locations after this one; '' starts
// $limit integer: how many at most
// -> items: list of {id, location, name, kind, state, start_time, end_time, change}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (d:Dataset)
  WHERE d.location > $after AND d.location STARTS WITH $prefix
    AND ($kind IS NULL OR d.kind = $kind) AND ($state IS NULL OR d.state = $state)
  WITH d ORDER BY d.location LIMIT $limit
  RETURN collect(d {.id, .location, .name, .kind, .state, .start_time, .end_time, .change}) AS items
}
RETURN items, l.change AS as_of;
