// Binds ICAT ids to datasets whose winning message does not carry them.
// $rows list of {location, icat_id, change}
UNWIND $rows AS row
MATCH (d:Dataset {location: row.location})
SET d.icat_id = row.icat_id,
    d.change = row.change;
