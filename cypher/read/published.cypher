// Up to which change a catalogue was told.
// $name text: name of the catalogue and of what is told
// -> change: integer or null; again: list of text, locations to look at again
OPTIONAL MATCH (p:Published {name: $name})
RETURN p.change AS change, coalesce(p.again, []) AS again;
