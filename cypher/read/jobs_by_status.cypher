// How many jobs there are of each status.
// $statuses list of text: the words that a status can be
// -> counts: list of [status, how many]
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $statuses AS status
  RETURN collect([status, COUNT { (:Job {status: status}) }]) AS counts
}
RETURN counts, l.change AS as_of;
