// The next datasets of one investigation in the flat view, in the order of their locations.
// $investigation text: its name, for those of that name at all instruments, or its key
// $after text: only locations after this one; '' starts
// $limit integer: how many at most
// -> found: how many investigations there are of that name or key; locations: list of text
CALL () {
  MATCH (i:Investigation)
  WHERE i.name = $investigation OR i.key = $investigation
  RETURN collect(i) AS investigations
}
CALL (investigations) {
  UNWIND investigations AS i
  MATCH (d:Dataset)-[:PART_OF]->(i)
  WHERE d.location > $after
  WITH d.location AS location ORDER BY location LIMIT $limit
  RETURN collect(location) AS locations
}
RETURN size(investigations) AS found, locations;
