// Publications have numbers of changes as all else has; those of before were loaded, and nothing was said of them.
MATCH (l:Ledger {name: 'ledger'})
MATCH (p:Publication)
WHERE p.since IS NULL
SET p.since = l.change,
    p.change = l.change;
CREATE INDEX publication_change IF NOT EXISTS FOR (p:Publication) ON (p.change);
