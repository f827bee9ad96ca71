// The number of the last change, and its time.
// -> change: integer; changed_at: text or null
OPTIONAL MATCH (l:Ledger {name: 'ledger'})
RETURN coalesce(l.change, 0) AS change, l.changed_at AS changed_at;
