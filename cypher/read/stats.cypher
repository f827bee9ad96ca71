// How much there is. A processed dataset is one that a job put out, by the rules: so the store's own counts tell, and
// nothing is read but the few that are only expected or gone, from the index of state and since.
// -> datasets, raw, processed, expected, retired, jobs, applications, investigations, instruments, samples, inputs,
//   outputs, rejected, versions: counts
// -> as_of: number of the last change, which the answer is true for; changed_at: its time
MATCH (l:Ledger {name: 'ledger'})
WITH l, COUNT { (:Dataset) } AS datasets, COUNT { ()-[:OUTPUT]->() } AS processed,
     COUNT { (:Dataset {kind: 'unknown'}) } AS unknown
RETURN
  datasets,
  datasets - processed - unknown AS raw,
  processed,
  COUNT {
    MATCH (d:Dataset) USING INDEX d:Dataset(state, since)
    WHERE d.state = 'expected' AND d.since > 0
    RETURN d
  } AS expected,
  COUNT {
    MATCH (d:Dataset) USING INDEX d:Dataset(state, since)
    WHERE d.state = 'retired' AND d.since > 0
    RETURN d
  } AS retired,
  COUNT { (:Job) } AS jobs,
  COUNT { (:Application) } AS applications,
  COUNT { (:Investigation) } AS investigations,
  COUNT { (:Instrument) } AS instruments,
  COUNT { (:Sample) } AS samples,
  COUNT { ()-[:INPUT]->() } AS inputs,
  processed AS outputs,
  COUNT { (:Rejected) } AS rejected,
  COUNT { (:Version) } AS versions,
  l.change AS as_of, l.changed_at AS changed_at;
