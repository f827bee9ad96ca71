// One dataset with its catalogue side, its producer and its neighbours.
// $id text: public id
// $limit integer: how many inputs, outputs and events at most, each
// -> dataset: its properties
// -> investigation, instrument, sample: names; techniques: list of text
// -> job: properties of the producer or null; application: properties or null
// -> inputs, outputs: lists of {id, location, name, kind, state}, ordered by location
// -> events: list of properties of events about it, the latest first
// -> inputs_count, outputs_count, events_count: how many there are
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
MATCH (d:Dataset {id: $id})
OPTIONAL MATCH (d)<-[:OUTPUT]-(j:Job)
OPTIONAL MATCH (j)-[:RAN]->(a:Application)
OPTIONAL MATCH (d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument)
OPTIONAL MATCH (d)-[:OF_SAMPLE]->(s:Sample)
CALL (j) {
  OPTIONAL MATCH (j)<-[:INPUT]-(x:Dataset)
  WITH x ORDER BY x.location
  RETURN collect(x {.id, .location, .name, .kind, .state}) AS inputs
}
CALL (d) {
  OPTIONAL MATCH (d)-[:INPUT]->(:Job)-[:OUTPUT]->(y:Dataset)
  WITH DISTINCT y ORDER BY y.location
  RETURN collect(y {.id, .location, .name, .kind, .state}) AS outputs
}
RETURN properties(d) AS dataset, i.name AS investigation, b.name AS instrument, s.name AS sample,
       COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid } AS techniques,
       properties(j) AS job, properties(a) AS application,
       inputs[..$limit] AS inputs, size(inputs) AS inputs_count,
       outputs[..$limit] AS outputs, size(outputs) AS outputs_count,
       COLLECT { MATCH (d)<-[:ABOUT]-(e:Event) RETURN properties(e) ORDER BY e.key DESC LIMIT $limit } AS events,
       COUNT { (d)<-[:ABOUT]-() } AS events_count, l.change AS as_of;
