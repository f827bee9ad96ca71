// Takes messages that were accepted at last off the desk.
// $keys list of text: SHA-256 of their bodies
UNWIND $keys AS key
MATCH (r:Rejected {key: key})
DELETE r;
