// Datasets and investigations that do not tell what the latest events about them say.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {node}
CALL () {
  MATCH (d:Dataset)
  WHERE d.archive_event IS NOT NULL OR d.files_added_at IS NOT NULL OR d.updates IS NOT NULL
     OR EXISTS { (d)<-[:ABOUT]-(:Event) }
  CALL (d) {
    OPTIONAL MATCH (d)<-[:ABOUT]-(e:Event)
    RETURN coalesce(max(CASE e.kind WHEN 'archive' THEN e.key END), '') AS archive,
           coalesce(max(CASE e.kind WHEN 'files' THEN e.sent_at END), '') AS files
  }
  WITH d, archive, files, coalesce(d.updates, '') AS text, COLLECT {
    MATCH (d)<-[:ABOUT]-(e:Event)
    WHERE e.kind = 'metadata'
    WITH e.name AS name, max(e.key) AS latest
    RETURN latest
  } AS updates
  OPTIONAL MATCH (last:Event {key: d.archive_event})
  WITH d, archive, files, text, updates, last
  WHERE archive <> coalesce(d.archive_event, '')
     OR files <> coalesce(d.files_added_at, '')
     OR size(updates) <> size(split(text, '"event": "')) - 1
     OR any(key IN updates WHERE NOT text CONTAINS key)
     OR last.status <> d.archive_status OR last.level <> d.archive_level OR last.message <> d.archive_message
     OR last.sent_at <> d.archive_at
  RETURN d.location AS node
  UNION ALL
  MATCH (i:Investigation)
  WITH i, COLLECT {
    MATCH (e:Event)-[:ABOUT]->(i)
    WITH e.subject AS subject, max(e.key) AS latest
    MATCH (e:Event {key: latest})
    RETURN replace(subject, 'icat:investigation/', '') + ' ' + e.start_time AS schedule ORDER BY schedule
  } AS schedules
  WHERE schedules <> coalesce(i.schedules, [])
  RETURN i.key AS node
}
WITH collect({node: node}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
