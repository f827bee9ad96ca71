// Datasets in states that few are in, in the order of their locations: starts from the index of states.
// $states list of text: only these
// $prefix text: only locations that start with it; '' takes all
// $kind text or null: only this
// $after text: only locations after this one; '' starts
// $limit integer: how many at most
// -> items: list of {id, location, name, kind, state, start_time, end_time, change}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (d:Dataset)
  USING INDEX d:Dataset(state, since)
  WHERE d.state IN $states AND d.since > 0
    AND d.location > $after AND d.location STARTS WITH $prefix AND ($kind IS NULL OR d.kind = $kind)
  WITH d ORDER BY d.location LIMIT $limit
  RETURN collect(d {.id, .location, .name, .kind, .state, .start_time, .end_time, .change}) AS items
}
RETURN items, l.change AS as_of;
