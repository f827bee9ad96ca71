// One application in one version, with its DOI and address as its jobs give them.
// $id text: public id
// -> application: {id, key, name, version, since, jobs_count, dois, urls}
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (a:Application {id: $id})
RETURN a {
  .id, .key, .name, .version, .since,
  jobs_count: COUNT { (a)<-[:RAN]-() },
  dois: COLLECT { MATCH (a)<-[:RAN]-(j) WHERE j.application_doi <> '' RETURN DISTINCT j.application_doi LIMIT 100 },
  urls: COLLECT { MATCH (a)<-[:RAN]-(j) WHERE j.application_url <> '' RETURN DISTINCT j.application_url LIMIT 100 }
} AS application, l.change AS as_of;
