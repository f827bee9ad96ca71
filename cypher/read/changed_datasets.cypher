// Datasets that were changed since a change; their first change counts too.
// $since integer: number of the change
// $limit integer: how many at most
// -> locations: list of text
CALL () {
  MATCH (d:Dataset)
  WHERE d.change > $since
  WITH d LIMIT $limit
  RETURN collect(d.location) AS locations
}
RETURN locations;
