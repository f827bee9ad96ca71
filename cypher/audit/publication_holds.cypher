// Publications that do not hold just what their messages name.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {doi}
MATCH (p:Publication)
WHERE p.rank IS NOT NULL AND (
  COUNT { (p)-[:HOLDS]->(:Dataset) } > size(coalesce(p.members, []))
  OR COUNT { (p)-[:HOLDS]->(:Investigation) } <> size(coalesce(p.investigations, []))
  OR EXISTS {
    UNWIND coalesce(p.members, []) AS member
    WITH member
    WHERE NOT EXISTS { MATCH (p)-[:HOLDS]->(:Dataset {location: member}) }
      AND NOT EXISTS {
        MATCH (d:Dataset {icat_id: toIntegerOrNull(replace(member, 'icat:dataset/', ''))})
        WHERE EXISTS { (p)-[:HOLDS]->(d) }
      }
    RETURN member
  }
  OR EXISTS {
    UNWIND coalesce(p.investigations, []) AS key
    WITH key
    WHERE NOT EXISTS { MATCH (p)-[:HOLDS]->(:Investigation {key: key}) }
    RETURN key
  }
)
WITH collect({doi: p.doi}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
