"""The example of provenance: one step of the RELION run."""

from lineage.api import examples
from lineage.api.examples.relations import CTF, JOB, MOTION
from lineage.model import answers

_SHARED = {
    name: examples.DATASET[name]
    for name in ("investigation", "instrument", "sample", "start_time", "end_time", "is_complete", "comment")
}

PROVENANCE = answers.Provenance(
    starts=[CTF],
    direction="ancestors",
    steps_max=1,
    datasets=[answers.ProvenanceDataset(**dict(reference), **_SHARED) for reference in (CTF, MOTION)],
    jobs=[answers.ProvenanceJob(**dict(JOB))],
    edges=[("INPUT", MOTION.id, JOB.id), ("OUTPUT", JOB.id, CTF.id)],
    count=3,
    is_truncated=False,
    as_of=3,
)
