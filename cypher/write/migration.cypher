// Remembers that a schema file was applied.
// $file text: name of the file
// $checksum text: SHA-256 of its text
// $applied_at text: time, ISO 8601 UTC
MERGE (m:Migration {file: $file})
SET m.checksum = $checksum,
    m.applied_at = $applied_at;
