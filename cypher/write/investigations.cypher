// Adds sessions, titles and ICAT ids to investigations; lists are sorted and hold each entry once.
// $rows list of {key, name, instrument, session, title, icat_id, change}: session is an ISO 8601 interval; title
//   may be empty, icat_id null
// -> changed: list of text, keys of the investigations that learnt something
UNWIND $rows AS row
MERGE (i:Investigation {key: row.key})
  ON CREATE SET i.name = row.name
MERGE (b:Instrument {name: row.instrument})
MERGE (i)-[:ON]->(b)
WITH row, i,
     COLLECT { UNWIND coalesce(i.sessions, []) + row.session AS x WITH DISTINCT x ORDER BY x RETURN x } AS sessions,
     COLLECT {
       UNWIND coalesce(i.titles, []) + row.title AS x WITH DISTINCT x ORDER BY x WHERE x <> '' RETURN x
     } AS titles,
     COLLECT {
       UNWIND coalesce(i.icat_ids, []) + coalesce(row.icat_id, []) AS x WITH DISTINCT x ORDER BY x RETURN x
     } AS icat_ids
WITH row, i, sessions, titles, icat_ids,
     sessions <> coalesce(i.sessions, []) OR titles <> coalesce(i.titles, [])
       OR icat_ids <> coalesce(i.icat_ids, []) AS is_changed
SET i.sessions = sessions,
    i.titles = titles,
    i.icat_ids = icat_ids,
    i.change = CASE WHEN is_changed THEN row.change ELSE i.change END
WITH row, is_changed
WHERE is_changed
RETURN collect(DISTINCT row.key) AS changed;
