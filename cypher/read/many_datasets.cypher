// Datasets by their public ids, each with its catalogue side, its producer and its neighbours; and what DOIs hold.
// $ids list of text: public ids
// $dois list of text: DOIs
// $limit integer: how many inputs, outputs, events and held datasets at most, each
// -> datasets: list of {dataset, investigation, instrument, sample, techniques, job, application, inputs, inputs_count,
//   outputs, outputs_count, events, events_count}, those that exist, each as read/dataset tells of one
// -> publications: list of {doi, held, held_count}: held is a list of datasets as inputs and outputs are, by location
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})
  OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
  OPTIONAL MATCH (j)-[:RAN]->(a:Application)
  OPTIONAL MATCH (d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument)
  OPTIONAL MATCH (d)-[:OF_SAMPLE]->(s:Sample)
  RETURN collect({
    dataset: properties(d), investigation: i.name, instrument: b.name, sample: s.name,
    techniques: COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid },
    job: properties(j), application: properties(a),
    inputs: COLLECT {
      MATCH (j)<-[:INPUT]-(x:Dataset) RETURN x {.id, .location, .name, .kind, .state} ORDER BY x.location LIMIT $limit
    },
    inputs_count: COUNT { (j)<-[:INPUT]-() },
    outputs: COLLECT {
      MATCH (d)-[:INPUT]->(:Job)-[:OUTPUT]->(y:Dataset)
      WITH DISTINCT y ORDER BY y.location LIMIT $limit
      RETURN y {.id, .location, .name, .kind, .state}
    },
    outputs_count: COUNT { MATCH (d)-[:INPUT]->(:Job)-[:OUTPUT]->(y:Dataset) RETURN DISTINCT y },
    events: COLLECT {
      MATCH (d)<-[:ABOUT]-(e:Event) RETURN properties(e) ORDER BY e.key DESC LIMIT $limit
    },
    events_count: COUNT { (d)<-[:ABOUT]-() }
  }) AS datasets
}
CALL () {
  UNWIND $dois AS doi
  MATCH (p:Publication {doi: doi})
  RETURN collect({
    doi: p.doi,
    held: COLLECT {
      MATCH (p)-[:HOLDS]->(h:Dataset) RETURN h {.id, .location, .name, .kind, .state} ORDER BY h.location LIMIT $limit
    },
    held_count: COUNT { (p)-[:HOLDS]->() }
  }) AS publications
}
RETURN datasets, publications, l.change AS as_of;
