// The number of the last change, and its time.
// -> change: integer; changed_at: text or null; store: text or null, the name of the store
OPTIONAL MATCH (l:Ledger {name: 'ledger'})
RETURN coalesce(l.change, 0) AS change, l.changed_at AS changed_at, l.store AS store;
