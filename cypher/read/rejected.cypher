// Refused messages, the oldest first.
// $code text or null: only this reason
// $after_time text, $after_key text: only what comes after this place in the order; '' and '' start
// $limit integer: how many at most
// -> items: list of {key, code, message, facts, sender, sent_at, received_at, last_attempt_at, attempts, size_bytes}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (r:Rejected)
  WHERE ($code IS NULL OR r.code = $code)
    AND (r.received_at > $after_time OR (r.received_at = $after_time AND r.key > $after_key))
  WITH r ORDER BY r.received_at, r.key LIMIT $limit
  RETURN collect(r {
    .key, .code, .message, .facts, .sender, .sent_at, .received_at, .last_attempt_at, .attempts, .size_bytes
  }) AS items
}
RETURN items, l.change AS as_of;
