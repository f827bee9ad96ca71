// Starts from the index of a property of datasets.
// $key name: property key
MATCH (d:Dataset)
USING INDEX SEEK d:Dataset($key);
