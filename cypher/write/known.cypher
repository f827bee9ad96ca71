// What the graph knows of the datasets that a batch names, by location and by ICAT id.
// $locations list of text: locations of the datasets that messages announce
// $icat_ids list of integer: ICAT ids that messages claim or name as inputs
// -> datasets: list of {location, state, is_retired, rank, digest, icat_id, job, is_declared}
// -> bound: list of {icat_id, location}
CALL () {
  UNWIND $locations AS location
  MATCH (d:Dataset {location: location})
  OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
  RETURN collect({
    location: location, state: d.state, is_retired: d.retired_at IS NOT NULL, rank: d.rank, digest: d.digest,
    icat_id: d.icat_id, job: j.key, is_declared: coalesce(j.is_declared, false)
  }) AS datasets
}
CALL () {
  UNWIND $icat_ids AS icat_id
  MATCH (d:Dataset {icat_id: icat_id})
  RETURN collect({icat_id: icat_id, location: d.location}) AS bound
}
RETURN datasets, bound;
