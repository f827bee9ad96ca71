// Takes the one write lock, for the rest of the transaction.
// $token text: unique to the transaction, so that the write is a real one
// -> change: number of the last change
MATCH (l:Ledger {name: 'ledger'})
SET l.lock = $token
WITH l
RETURN l.change AS change;
