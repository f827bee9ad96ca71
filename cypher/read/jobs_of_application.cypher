// Jobs that ran one application in one version, in the order of their keys.
// $ids list of text: public ids that the application may have, the first that exists counts
// $status text or null: only these
// $after text: only keys after this one; '' starts
// $limit integer: how many at most
// -> items: list of {id, key, status, application, version, start_time, end_time, change}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND range(0, size($ids) - 1) AS place
  MATCH (a:Application {id: $ids[place]})
  RETURN a ORDER BY place LIMIT 1
}
CALL (a) {
  MATCH (a)<-[:RAN]-(j:Job)
  WHERE j.key > $after AND ($status IS NULL OR j.status = $status)
  WITH a, j ORDER BY j.key LIMIT $limit
  RETURN collect(j {.id, .key, .status, application: a.name, version: a.version, .start_time, .end_time, .change}) AS items
}
RETURN items, l.change AS as_of;
