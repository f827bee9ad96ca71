// Every publication with what it holds, for the fingerprint; its rank stands for all that it says.
// -> row: [DOI, rank, datasets, investigations]
MATCH (p:Publication)
RETURN [
  p.doi, p.rank,
  COLLECT { MATCH (p)-[:HOLDS]->(d:Dataset) RETURN d.location ORDER BY d.location },
  COLLECT { MATCH (p)-[:HOLDS]->(i:Investigation) RETURN i.key ORDER BY i.key }
] AS row
ORDER BY p.doi;
