// What depends on a dataset: everything derived from it, counted, with the nearest by name.
// $id text: public id
// $limit integer: how many names at most
// -> location, state: of the dataset; used_count: datasets derived from it; used_by: list of text, locations
MATCH (d:Dataset {id: $id})
CALL (d) {
  OPTIONAL MATCH p = (d)-[:INPUT|OUTPUT*1..1000000]->(x:Dataset)
  WITH x, min(length(p)) AS edges
  WITH x ORDER BY edges, x.location
  RETURN collect(x.location) AS used_by
}
RETURN d.location AS location, d.state AS state, size(used_by) AS used_count, used_by[..$limit] AS used_by;
