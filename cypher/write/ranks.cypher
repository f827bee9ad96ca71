// The rank of the message that the facts of shared jobs are from.
// $jobs list of text: job keys
// -> ranks: list of {job, rank}: rank is empty for a job of this transaction, null where it was never kept
MATCH (j:Job)
WHERE j.key IN $jobs
RETURN collect({job: j.key, rank: j.rank}) AS ranks;
