// Datasets that were named as inputs and have not been announced yet, the longest waiting first.
// $after_since integer, $after_location text: only what comes after this place in the order; -1 and '' start
// $limit integer: how many at most
// -> items: list of {id, location, icat_id, since, named_at, readers_count, first_reader}: first_reader is the
//   location of a dataset that was made from it
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (d:Dataset)
  USING INDEX d:Dataset(state, since)
  WHERE d.state = 'expected' AND d.since >= $after_since AND (d.since > $after_since OR d.location > $after_location)
  WITH d ORDER BY d.since, d.location LIMIT $limit
  RETURN collect(d {
    .id, .location, .icat_id, .since, .named_at,
    readers_count: COUNT { (d)-[:INPUT]->() },
    first_reader: COLLECT { MATCH (d)-[:INPUT]->()-[:OUTPUT]->(y) RETURN y.location ORDER BY y.location LIMIT 1 }[0]
  }) AS items
}
RETURN items, l.change AS as_of;
