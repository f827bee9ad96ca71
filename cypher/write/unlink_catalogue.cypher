// Removes the catalogue edges of datasets that are about to be replaced.
// $locations list of text: the datasets
// -> investigations, samples, techniques: lists of text, keys that lost an edge
UNWIND $locations AS location
MATCH (d:Dataset {location: location})-[e:PART_OF|OF_SAMPLE|USES_TECHNIQUE]->(c)
WITH e, labels(c)[0] AS label, coalesce(c.key, c.pid) AS key
DELETE e
WITH label, collect(DISTINCT key) AS keys
WITH collect({label: label, keys: keys}) AS found
RETURN
  coalesce([f IN found WHERE f.label = 'Investigation' | f.keys][0], []) AS investigations,
  coalesce([f IN found WHERE f.label = 'Sample' | f.keys][0], []) AS samples,
  coalesce([f IN found WHERE f.label = 'Technique' | f.keys][0], []) AS techniques;
