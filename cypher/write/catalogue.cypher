// Merges the catalogue side of a batch: instruments, investigations, samples, techniques and applications.
// $investigations list of {key, name, instrument}: each once
// $samples list of {key, name}: each once
// $techniques list of text: pids, each once
// $applications list of {key, id, name, version, since}: each once
CALL () {
  UNWIND $investigations AS row
  MERGE (i:Investigation {key: row.key})
    ON CREATE SET i.name = row.name
  MERGE (b:Instrument {name: row.instrument})
  MERGE (i)-[:ON]->(b)
}
CALL () {
  UNWIND $samples AS row
  MERGE (s:Sample {key: row.key})
    ON CREATE SET s.name = row.name
}
CALL () {
  UNWIND $techniques AS pid
  MERGE (:Technique {pid: pid})
}
CALL () {
  UNWIND $applications AS row
  MERGE (a:Application {key: row.key})
    ON CREATE SET a = row
};
