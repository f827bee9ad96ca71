// Gives what was imported its empty lists, which the importer leaves out.
// $limit integer: how many versions at most
// -> versions: how many versions got one
CALL () {
  MATCH (i:Investigation)
  WHERE i.sessions IS NOT NULL AND (i.titles IS NULL OR i.icat_ids IS NULL)
  SET i.titles = coalesce(i.titles, []),
      i.icat_ids = coalesce(i.icat_ids, [])
}
CALL () {
  MATCH (v:Version)
  WHERE v.inputs IS NULL
  WITH v
  LIMIT $limit
  SET v.inputs = []
  RETURN count(v) AS versions
}
RETURN versions;
