// Marks a dataset as gone from disk; it stays in every chain, with the mark.
// $id text: public id
// $retired_at text or null: time, ISO 8601 UTC; null takes the mark away again
// $reason text: why, in the words of who asked
// $change integer: number of the change
// -> state: the dataset's state afterwards
MATCH (d:Dataset {id: $id})
SET d.retired_at = $retired_at,
    d.retired_reason = CASE WHEN $retired_at IS NULL THEN null ELSE $reason END,
    d.state = CASE
      WHEN $retired_at IS NOT NULL THEN 'retired'
      WHEN d.rank IS NULL THEN 'expected'
      ELSE 'present'
    END,
    d.change = $change
RETURN d.state AS state;
