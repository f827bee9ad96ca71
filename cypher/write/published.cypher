// Keeps up to which change a catalogue was told; the write lock is held.
// $name text: name of the catalogue and of what is told
// $change integer: number of the change
// $again list of text: locations to look at again the next time
// $published_at text: when, ISO 8601 UTC
MERGE (p:Published {name: $name})
SET p.change = $change,
    p.again = $again,
    p.published_at = $published_at;
