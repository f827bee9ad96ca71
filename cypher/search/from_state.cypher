// Starts from the index of state and change number.
MATCH (d:Dataset)
USING INDEX SEEK d:Dataset(state, since);
