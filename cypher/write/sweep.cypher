// Takes out of the live graph what nothing names any more.
// $datasets list of text: locations that lost a reader
// $applications, $investigations, $samples, $techniques lists of text: keys that lost an edge
// $change integer: number of the change
CALL () {
  UNWIND $datasets AS location
  MATCH (d:Dataset {location: location})
  WHERE d.state = 'expected' AND d.retired_at IS NULL AND NOT (d)-[:INPUT]->() AND NOT (d)<-[:HOLDS]-()
    AND NOT (d)<-[:ABOUT]-()
  REMOVE d:Dataset
  SET d:ClosedDataset,
      d.until = $change,
      d.words = null
}
CALL () {
  UNWIND $applications AS key
  MATCH (a:Application {key: key})
  WHERE NOT (a)--()
  DELETE a
}
CALL () {
  UNWIND $samples AS key
  MATCH (s:Sample {key: key})
  WHERE NOT (s)--()
  DELETE s
}
CALL () {
  UNWIND $techniques AS pid
  MATCH (t:Technique {pid: pid})
  WHERE NOT (t)--()
  DELETE t
}
CALL () {
  UNWIND $investigations AS key
  MATCH (i:Investigation {key: key})-[on:ON]->(b:Instrument)
  WHERE i.sessions IS NULL AND NOT (i)<-[:PART_OF]-() AND NOT (i)<-[:HOLDS]-()
  DELETE on, i
  WITH DISTINCT b
  WHERE NOT (b)--()
  DELETE b
};
