// Indexes one parameter of datasets. Names of properties cannot be parameters of Cypher; this one comes from the
// facility's definitions file, never from a message.
// $name name: property key of the parameter
CREATE INDEX $name IF NOT EXISTS FOR (d:Dataset) ON (d.$name);
