// Every closed job, for a dump.
// -> properties: all of its properties
MATCH (j:ClosedJob)
RETURN properties(j) AS properties;
