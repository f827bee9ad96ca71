// Puts refused messages of a dump back on the desk.
// $rows list of {key, body, size_bytes, sender, code, message, facts, sent_at, received_at, last_attempt_at, attempts}
UNWIND $rows AS row
MERGE (r:Rejected {key: row.key})
SET r += row;
