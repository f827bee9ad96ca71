// Keeps new schedules and ties them to the investigations that have their ICAT ids; the latest one of each id is live.
// $events list of {properties}
// $subjects list of {subject, icat_id}: what the events are about, and ids that investigations have told
// $change integer: number of the change
CALL () {
  UNWIND $events AS row
  CREATE (e:Event)
  SET e = row.properties
}
UNWIND $subjects AS row
MATCH (e:Event {subject: row.subject})
MATCH (i:Investigation)
WHERE row.icat_id IN i.icat_ids
MERGE (e)-[:ABOUT]->(i)
WITH DISTINCT i
WITH i, COLLECT {
  MATCH (e:Event)-[:ABOUT]->(i)
  WITH e.subject AS subject, max(e.key) AS latest
  MATCH (e:Event {key: latest})
  RETURN replace(subject, 'icat:investigation/', '') + ' ' + e.start_time AS schedule ORDER BY schedule
} AS schedules
WHERE schedules <> coalesce(i.schedules, [])
SET i.schedules = schedules,
    i.change = $change;
