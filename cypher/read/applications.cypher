// Applications with their versions and how often each ran, in the order of their keys.
// $name text or null: only this application
// $after text: only keys after this one; '' starts
// $limit integer: how many at most
// -> items: list of {id, key, name, version, jobs_count}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  MATCH (a:Application)
  WHERE a.key > $after AND ($name IS NULL OR a.name = $name)
  WITH a ORDER BY a.key LIMIT $limit
  RETURN collect(a {.id, .key, .name, .version, jobs_count: COUNT { (a)<-[:RAN]-() }}) AS items
}
RETURN items, l.change AS as_of;
