// Keeps refused messages with their reason; the same message again is one more attempt.
// $rows list of {key, code, message, facts, body, size_bytes, sender, sent_at, received_at}: key is the SHA-256 of the
//   body, facts is JSON text, body the bytes as they came
UNWIND $rows AS row
MERGE (r:Rejected {key: row.key})
  ON CREATE SET r.received_at = row.received_at,
                r.body = row.body,
                r.size_bytes = row.size_bytes,
                r.attempts = 0
SET r.code = row.code,
    r.message = row.message,
    r.facts = row.facts,
    r.sender = row.sender,
    r.sent_at = CASE WHEN r.sent_at > row.sent_at THEN r.sent_at ELSE row.sent_at END,
    r.last_attempt_at = row.received_at,
    r.attempts = r.attempts + 1;
