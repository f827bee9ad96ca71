// Every refused message with its body, for a dump.
// -> properties: all of its properties
MATCH (r:Rejected)
RETURN properties(r) AS properties
ORDER BY r.key;
