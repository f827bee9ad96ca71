// Datasets with all that the flat view tells of them, a record each, in the order of their locations: from each one walk
// up and one down, which meet every dataset once.
// $locations list of text: locations of the datasets
// $limit integer: how many entries of a list at most
// -> dataset: its properties; investigation, instrument, sample: names or null; techniques: list of text, sorted
// -> job: properties of the producer or null; program, version: of its application, or null
// -> inputs, outputs: {ids, names, locations, count} of the datasets one step away: ids are those of ICAT; ids and names
//   lack the datasets that have none; all lists are ordered by steps, then location
// -> ancestors, descendants: {ids, names, count} of all that is reached
// -> roots: {ids, locations, count} of the ancestors that nothing produced
// -> root_steps: to the nearest of them, or null; depth: steps to the farthest ancestor
UNWIND $locations AS location
MATCH (d:Dataset {location: location})
OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
OPTIONAL MATCH (d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument)
OPTIONAL MATCH (d)-[:OF_SAMPLE]->(s:Sample)
CALL (d) {
  MATCH p = (d)<-[:INPUT|OUTPUT*1..1000000]-(x:Dataset)
  WITH x, min(length(p)) / 2 AS steps
  WITH x, steps, NOT EXISTS { (x)<-[:OUTPUT]-() } AS is_root ORDER BY steps, x.location
  RETURN {
    ids: collect(CASE WHEN steps = 1 THEN x.icat_id END)[..$limit],
    names: collect(CASE WHEN steps = 1 THEN x.name END)[..$limit],
    locations: collect(CASE WHEN steps = 1 THEN x.location END)[..$limit],
    count: count(CASE WHEN steps = 1 THEN 1 END)
  } AS inputs, {
    ids: collect(x.icat_id)[..$limit], names: collect(x.name)[..$limit], count: count(x)
  } AS ancestors, {
    ids: collect(CASE WHEN is_root THEN x.icat_id END)[..$limit],
    locations: collect(CASE WHEN is_root THEN x.location END)[..$limit],
    count: count(CASE WHEN is_root THEN 1 END)
  } AS roots, min(CASE WHEN is_root THEN steps END) AS root_steps, coalesce(max(steps), 0) AS depth
}
CALL (d) {
  MATCH p = (d)-[:INPUT|OUTPUT*1..1000000]->(x:Dataset)
  WITH x, min(length(p)) / 2 AS steps
  WITH x, steps ORDER BY steps, x.location
  RETURN {
    ids: collect(CASE WHEN steps = 1 THEN x.icat_id END)[..$limit],
    names: collect(CASE WHEN steps = 1 THEN x.name END)[..$limit],
    locations: collect(CASE WHEN steps = 1 THEN x.location END)[..$limit],
    count: count(CASE WHEN steps = 1 THEN 1 END)
  } AS outputs, {
    ids: collect(x.icat_id)[..$limit], names: collect(x.name)[..$limit], count: count(x)
  } AS descendants
}
RETURN d {.location, .id, .icat_id, .name, .kind, .state, .start_time, .end_time, .file_count, .volume_bytes,
          .retired_at, .retired_reason} AS dataset,
       i.name AS investigation, b.name AS instrument, s.name AS sample,
       COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid } AS techniques,
       j {.id, .status, .arguments, .start_time, .end_time} AS job, a.name AS program, a.version AS version,
       inputs, outputs, ancestors, descendants, roots, root_steps, depth
ORDER BY d.location;
