// The next datasets of the flat view, in the order of their locations.
// $after text: only locations after this one; '' starts
// $limit integer: how many at most
// -> locations: list of text
CALL () {
  MATCH (d:Dataset)
  WHERE d.location > $after
  WITH d.location AS location ORDER BY location LIMIT $limit
  RETURN collect(location) AS locations
}
RETURN locations;
