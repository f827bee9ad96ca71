// Every closed dataset, for a dump.
// -> properties: all of its properties
MATCH (d:ClosedDataset)
RETURN properties(d) AS properties;
