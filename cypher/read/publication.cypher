// A publication, with the datasets that it names and those of the investigations that it names.
// $doi text: the DOI
// $limit integer: how many datasets at most
// -> publication: its properties; investigations: list of text, keys, sorted
// -> datasets: list of {id, location, name, kind, state}, by location; datasets_count: how many there are
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (p:Publication {doi: $doi})
WITH l, p, COLLECT {
  MATCH (p)-[:HOLDS]->(d:Dataset)
  RETURN d
  UNION
  MATCH (p)-[:HOLDS]->(:Investigation)<-[:PART_OF]-(d:Dataset)
  RETURN d
} AS held
RETURN properties(p) AS publication,
       COLLECT { MATCH (p)-[:HOLDS]->(i:Investigation) RETURN i.key ORDER BY i.key } AS investigations,
       COLLECT {
         UNWIND held AS d
         WITH d ORDER BY d.location LIMIT $limit
         RETURN d {.id, .location, .name, .kind, .state}
       } AS datasets,
       size(held) AS datasets_count, l.change AS as_of;
