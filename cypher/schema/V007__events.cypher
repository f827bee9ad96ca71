// Events: one node for each, found by what they are about; and refused messages know when they were sent.
CREATE CONSTRAINT event_key IF NOT EXISTS FOR (e:Event) REQUIRE e.key IS UNIQUE;
CREATE INDEX event_subject IF NOT EXISTS FOR (e:Event) ON (e.subject);
MATCH (r:Rejected)
WHERE r.sent_at IS NULL
SET r.sent_at = r.received_at;
