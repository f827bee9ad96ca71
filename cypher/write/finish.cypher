// Sets the number of the last change, as the last act of a transaction.
// $change integer: number of the last change that the transaction made
// $changed_at text: time of the transaction, ISO 8601 UTC
MATCH (l:Ledger {name: 'ledger'})
SET l.change = $change,
    l.changed_at = $changed_at;
