// The next datasets that were announced and whose id in ICAT is not known, in the order of their locations.
// $after text: only locations after this one; '' starts
// $investigation text or null: name or key of an investigation; null takes all
// $limit integer: how many at most
// -> datasets: list of {location, name, kind, investigation, instrument, since}: since is when it was first named or its
//   message came, or null
CALL () {
  MATCH (d:Dataset)
  WHERE d.location > $after AND d.icat_id IS NULL AND d.name IS NOT NULL
    AND ($investigation IS NULL
      OR EXISTS { MATCH (d)-[:PART_OF]->(i:Investigation) WHERE i.name = $investigation OR i.key = $investigation })
  WITH d ORDER BY d.location LIMIT $limit
  MATCH (d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument)
  WITH d, i, b ORDER BY d.location
  RETURN collect(d {
    .location, .name, .kind, investigation: i.name, instrument: b.name, since: coalesce(d.named_at, d.received_at)
  }) AS datasets
}
RETURN datasets;
