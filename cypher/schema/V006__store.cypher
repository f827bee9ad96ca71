// The name of this very store, given once, so that a change number of another store is never taken for one of this.
MATCH (l:Ledger {name: 'ledger'})
  SET l.store = coalesce(l.store, randomUUID());
