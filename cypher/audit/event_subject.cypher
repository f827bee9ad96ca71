// Events that are not about the one dataset, or the investigations, that they name.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {event, subject}
MATCH (e:Event)
WHERE CASE
  WHEN e.kind = 'schedule' THEN
    EXISTS { (e)-[:ABOUT]->(:Dataset) }
    OR COUNT { (e)-[:ABOUT]->(:Investigation) } <> COUNT {
      MATCH (i:Investigation)
      WHERE toInteger(replace(e.subject, 'icat:investigation/', '')) IN i.icat_ids
    }
  ELSE
    COUNT { (e)-[:ABOUT]->() } <> 1
    OR NOT EXISTS {
      MATCH (e)-[:ABOUT]->(d:Dataset)
      WHERE d.location = e.subject OR 'icat:dataset/' + toString(d.icat_id) = e.subject
    }
END
WITH collect({event: e.key, subject: e.subject}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
