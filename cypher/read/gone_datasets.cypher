// Datasets that were taken out of the live graph since a change, and are not back.
// $since integer: number of the change
// $after text: only locations after this one; '' starts
// $limit integer: how many at most
// -> datasets: list of {location, id, icat_id, kind}, ordered by location
CALL () {
  MATCH (c:ClosedDataset)
  WHERE c.until > $since AND c.location > $after AND NOT EXISTS { MATCH (d:Dataset) WHERE d.location = c.location }
  WITH c.location AS location, collect(c {.location, .id, .icat_id, .kind})[0] AS gone ORDER BY location LIMIT $limit
  RETURN collect(gone) AS datasets
}
RETURN datasets;
