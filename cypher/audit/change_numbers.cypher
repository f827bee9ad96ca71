// Nodes and edges whose change number the ledger never gave out.
// $limit integer: how many examples at most
// -> count: how many; examples: list of {what, change}
MATCH (l:Ledger {name: 'ledger'})
CALL (l) {
  MATCH (n:Dataset|Job|Event|Publication)
  WHERE n.since IS NULL OR n.since > l.change OR n.since < 1 OR n.change > l.change
  RETURN coalesce(n.location, n.key, n.doi) AS what, n.since AS change
  UNION ALL
  MATCH ()-[e:INPUT|OUTPUT]->()
  WHERE e.since IS NULL OR e.since > l.change OR e.since < 1
  RETURN type(e) AS what, e.since AS change
}
WITH collect({what: what, change: change}) AS broken
RETURN size(broken) AS count, broken[..$limit] AS examples;
