// Jobs in the order of their keys.
// $after text: only keys after this one; '' starts
// $limit integer: how many at most
// -> items: list of {id, key, status, application, version, start_time, end_time, change}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (j:Job)
  WHERE j.key > $after
  WITH j ORDER BY j.key LIMIT $limit
  OPTIONAL MATCH (j)-[:RAN]->(a:Application)
  WITH j, a ORDER BY j.key
  RETURN collect(j {.id, .key, .status, application: a.name, version: a.version, .start_time, .end_time, .change}) AS items
}
RETURN items, l.change AS as_of;
