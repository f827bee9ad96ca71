// Takes the one write lock, and then tells what the graph knows of the datasets that a batch names: what is looked up
// takes the locked node along, so that no plan can look before it waits.
// $token text: unique to the transaction, so that the write is a real one
// $locations list of text: locations of the datasets that messages announce
// $icat_ids list of integer: ICAT ids that messages claim or name as inputs
// -> change: number of the last change
// -> datasets: list of {location, is_retired, rank, digest, icat_id, job, is_declared}
// -> bound: list of {icat_id, location}
// -> is_desk_empty: true when there is no refused message
MATCH (l:Ledger {name: 'ledger'})
SET l.lock = $token
WITH l
CALL (l) {
  MATCH (d:Dataset)
  WHERE d.location IN $locations
  OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
  RETURN collect({
    location: d.location, is_retired: d.retired_at IS NOT NULL, rank: d.rank, digest: d.digest,
    icat_id: d.icat_id, job: j.key, is_declared: coalesce(j.is_declared, false)
  }) AS datasets
}
CALL (l) {
  MATCH (d:Dataset)
  WHERE d.icat_id IN $icat_ids
  RETURN collect({icat_id: d.icat_id, location: d.location}) AS bound
}
RETURN l.change AS change, datasets, bound, NOT EXISTS { MATCH (r:Rejected) WHERE r.key > '' } AS is_desk_empty;
