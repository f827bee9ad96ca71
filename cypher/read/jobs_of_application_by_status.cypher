// How many jobs of each status ran one application in one version.
// $ids list of text: public ids that the application may have, the first that exists counts
// $statuses list of text: the words that a status can be
// -> counts: list of [status, how many]
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND range(0, size($ids) - 1) AS place
  MATCH (a:Application {id: $ids[place]})
  RETURN a ORDER BY place LIMIT 1
}
CALL (a) {
  UNWIND $statuses AS status
  RETURN collect([status, COUNT { (a)<-[:RAN]-(:Job {status: status}) }]) AS counts
}
RETURN counts, l.change AS as_of;
