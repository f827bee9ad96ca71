// The name of this very store, given once, so that a change number of another store is never taken for one of this; and
// jobs of one status in the order of their keys.
MATCH (l:Ledger {name: 'ledger'})
  SET l.store = coalesce(l.store, randomUUID());
CREATE INDEX job_status_key IF NOT EXISTS FOR (j:Job) ON (j.status, j.key);
