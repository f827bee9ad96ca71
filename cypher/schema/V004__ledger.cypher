// The ledger: the number of the last change, and the write lock.
MERGE (l:Ledger {name: 'ledger'})
  ON CREATE SET l.change = 0;
