// Every announcement that is kept as history, for a dump.
// -> properties: all of its properties
MATCH (v:Version)-[:VERSION_OF]->(:Dataset)
RETURN properties(v) AS properties;
