// The datasets of an investigation.
// $key text: NAME@INSTRUMENT
// $limit integer: how many datasets at most
// -> datasets: list of {id, location, name, kind, state}, by location; datasets_count: how many there are
MATCH (i:Investigation {key: $key})
RETURN COLLECT {
         MATCH (i)<-[:PART_OF]-(d:Dataset)
         WITH d ORDER BY d.location LIMIT $limit
         RETURN d {.id, .location, .name, .kind, .state}
       } AS datasets,
       COUNT { (i)<-[:PART_OF]-() } AS datasets_count;
