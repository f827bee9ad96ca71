// How much there is.
// -> datasets, raw, processed, expected, retired, jobs, applications, investigations, instruments, samples, inputs,
//   outputs, rejected, versions: counts
// -> as_of: number of the last change, which the answer is true for; changed_at: its time
MATCH (l:Ledger {name: 'ledger'})
RETURN
  COUNT { (:Dataset) } AS datasets,
  COUNT { (:Dataset {kind: 'raw'}) } AS raw,
  COUNT { (:Dataset {kind: 'processed'}) } AS processed,
  COUNT { (:Dataset {state: 'expected'}) } AS expected,
  COUNT { (:Dataset {state: 'retired'}) } AS retired,
  COUNT { (:Job) } AS jobs,
  COUNT { (:Application) } AS applications,
  COUNT { (:Investigation) } AS investigations,
  COUNT { (:Instrument) } AS instruments,
  COUNT { (:Sample) } AS samples,
  COUNT { ()-[:INPUT]->() } AS inputs,
  COUNT { ()-[:OUTPUT]->() } AS outputs,
  COUNT { (:Rejected) } AS rejected,
  COUNT { (:Version) } AS versions,
  l.change AS as_of, l.changed_at AS changed_at;
