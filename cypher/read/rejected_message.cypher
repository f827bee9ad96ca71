// One refused message with its body.
// $key text: SHA-256 of the body, or the beginning of it
// -> items: list of {key, code, message, facts, sender, sent_at, received_at, last_attempt_at, attempts, size_bytes, body}: two at
//   most, so that a beginning that fits several is seen
MATCH (r:Rejected)
WHERE r.key STARTS WITH $key
WITH r ORDER BY r.key LIMIT 2
RETURN collect(properties(r)) AS items;
