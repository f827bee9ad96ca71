// The datasets that ICAT ids belong to.
// $icat_ids list of integer
// -> bound: list of {icat_id, location}
MATCH (d:Dataset)
WHERE d.icat_id IN $icat_ids
RETURN collect({icat_id: d.icat_id, location: d.location}) AS bound;
