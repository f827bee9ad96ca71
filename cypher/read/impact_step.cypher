// What was derived from some datasets in one processing step.
// $ids list of text: public ids of the datasets
// -> found: list of [id, location, name, kind, state, key of the investigation or null], each dataset once
// -> as_of: number of the last change, which the answer is true for
MATCH (l:Ledger {name: 'ledger'})
CALL () {
  UNWIND $ids AS id
  MATCH (d:Dataset {id: id})-[:INPUT]->(j:Job)
  WITH DISTINCT j
  MATCH (j)-[:OUTPUT]->(x:Dataset)
  OPTIONAL MATCH (x)-[:PART_OF]->(i:Investigation)
  RETURN collect([x.id, x.location, x.name, x.kind, x.state, i.key]) AS found
}
RETURN found, l.change AS as_of;
