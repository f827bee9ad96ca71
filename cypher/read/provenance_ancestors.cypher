// What some datasets were derived from, with all that is known of each dataset and job, every one once.
// $ids list of text: public ids of the datasets to start from
// $edges_max bound: twice the steps asked for
// $steps_max integer: processing steps at most, from the nearest start
// $limit integer: how many datasets and jobs at most, the nearest first
// -> starts: list of {id, location, name, kind, state}, those that exist, by location
// -> datasets: list of {dataset, investigation, instrument, sample, techniques}: properties, names; the starts are among them
// -> jobs: list of {job, application}: properties; application may be null
// -> edges: list of [type, id from, id to] among these, along the way of the data
// -> count: how many datasets and jobs there are within the steps
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})
  WITH d ORDER BY d.location
  RETURN collect(d) AS starts
}
CALL (starts) {
  UNWIND starts AS start
  MATCH p = (start)<-[:INPUT|OUTPUT*0..$edges_max]-(x)
  WITH start, x, min(length(p)) AS edges
  WITH x, min(edges) AS edges
  WITH x, edges, (edges + 1) / 2 AS steps
  WHERE steps <= $steps_max
  WITH x ORDER BY edges, coalesce(x.location, x.key)
  RETURN collect(x) AS walked
}
WITH l, starts, walked[..$limit] AS found, size(walked) AS count
CALL (found) {
  UNWIND found AS d
  WITH d WHERE d:Dataset
  OPTIONAL MATCH (d)-[:PART_OF]->(i:Investigation)-[:ON]->(b:Instrument)
  OPTIONAL MATCH (d)-[:OF_SAMPLE]->(s:Sample)
  RETURN collect({
    dataset: properties(d), investigation: i.name, instrument: b.name, sample: s.name,
    techniques: COLLECT { MATCH (d)-[:USES_TECHNIQUE]->(t:Technique) RETURN t.pid ORDER BY t.pid }
  }) AS datasets
}
CALL (found) {
  UNWIND found AS j
  WITH j WHERE j:Job
  OPTIONAL MATCH (j)-[:RAN]->(a:Application)
  RETURN collect({job: properties(j), application: properties(a)}) AS jobs
}
CALL (found) {
  UNWIND found AS x
  MATCH (x)-[e:INPUT|OUTPUT]->(y)
  WHERE y IN found
  RETURN collect([type(e), x.id, y.id]) AS edges
}
RETURN [d IN starts | d {.id, .location, .name, .kind, .state}] AS starts, datasets, jobs, edges, count, l.change AS as_of;
