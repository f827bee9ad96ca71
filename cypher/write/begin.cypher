// Takes the one write lock, and then tells what the graph knows of the datasets that a batch names: what is looked up
// takes the locked node along, so that no plan can look before it waits.
// $token text: unique to the transaction, so that the write is a real one
// $locations list of text: locations of the datasets that messages announce
// $icat_ids list of integer: ICAT ids that messages claim, name as inputs or tell of
// $subjects list of text: locations of datasets that events are about
// $subject_ids list of integer: ICAT ids of datasets that events are about
// $events list of text: keys of the events
// $dois list of text: DOIs of the publications that messages are about
// -> change: number of the last change
// -> datasets: list of {location, is_retired, rank, digest, icat_id, job, is_declared, updated}: updated are all
//   properties of a dataset that metadata updates are about, null for others
// -> bound: list of {icat_id, location}
// -> told: list of the properties of datasets that events are about
// -> events_known: list of text, keys of events that are in the graph
// -> publications: list of {doi, rank}, of publications that are in the graph
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
    icat_id: d.icat_id, job: j.key, is_declared: coalesce(j.is_declared, false),
    updated: CASE WHEN d.updates IS NULL THEN null ELSE properties(d) END
  }) AS datasets
}
CALL (l) {
  MATCH (d:Dataset)
  WHERE d.icat_id IN $icat_ids
  RETURN collect({icat_id: d.icat_id, location: d.location}) AS bound
}
CALL (l) {
  MATCH (d:Dataset)
  WHERE d.location IN $subjects
  RETURN collect(properties(d)) AS told_by_location
}
CALL (l) {
  MATCH (d:Dataset)
  WHERE d.icat_id IN $subject_ids
  RETURN collect(properties(d)) AS told_by_id
}
CALL (l) {
  MATCH (e:Event)
  WHERE e.key IN $events
  RETURN collect(e.key) AS events_known
}
CALL (l) {
  MATCH (p:Publication)
  WHERE p.doi IN $dois
  RETURN collect({doi: p.doi, rank: coalesce(p.rank, '')}) AS publications
}
RETURN l.change AS change, datasets, bound, told_by_location + told_by_id AS told, events_known, publications,
       NOT EXISTS { MATCH (r:Rejected) WHERE r.key > '' } AS is_desk_empty;
