// The publications that hold some datasets, by themselves or with their investigation.
// $ids list of text: public ids of datasets
// -> holders: list of {doi, said, datasets}: said is JSON text, datasets are public ids, sorted; by DOI
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})
  CALL (d) {
    MATCH (d)<-[:HOLDS]-(p:Publication)
    RETURN p
    UNION
    MATCH (d)-[:PART_OF]->(:Investigation)<-[:HOLDS]-(p:Publication)
    RETURN p
  }
  WITH p, d
  ORDER BY d.id
  WITH p, collect(d.id) AS datasets
  ORDER BY p.doi
  RETURN collect({doi: p.doi, said: coalesce(p.said, '{}'), datasets: datasets}) AS holders
}
RETURN holders, l.change AS as_of;
