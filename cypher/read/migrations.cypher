// The schema files that were applied.
// -> migrations: list of [file, checksum], in order
MATCH (m:Migration)
WITH m ORDER BY m.file
RETURN collect([m.file, m.checksum]) AS migrations;
