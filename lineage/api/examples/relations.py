"""Examples of what relates datasets to one another: the three datasets of the other examples."""

from typing import Any

from lineage.api import examples
from lineage.model import answers

CTF = answers.DatasetRef(**{name: examples.DATASET[name] for name in answers.DatasetRef.model_fields})
MOTION = answers.DatasetRef(**examples.DATASET["inputs"][0])
JOB = answers.JobFacts(**examples.DATASET["job"])
RAW_ID, RAW_LOCATION = (examples.EXPECTED["items"][0][name] for name in ("id", "location"))
RAW = answers.DatasetRef(id=RAW_ID, location=RAW_LOCATION, name="Import_job001", kind="raw", state="present")


def _plain(answer: answers.Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


COMMON = _plain(
    answers.Common(
        items=[answers.CommonNode(node="dataset", steps=2, distances={MOTION.id: 1, CTF.id: 2}, **dict(RAW))],
        next=None,
        starts=[MOTION, CTF],
        direction="ancestors",
        steps_max=None,
        count=1,
        remaining=0,
        as_of=3,
    )
)
ROOTS = _plain(
    answers.Ends(
        items=[answers.ReachedDataset(**dict(RAW), steps=2)], next=None, start=CTF, count=1, remaining=0, as_of=3
    )
)
PRODUCTS = _plain(
    answers.Ends(
        items=[answers.ReachedDataset(**dict(CTF), steps=2)], next=None, start=RAW, count=1, remaining=0, as_of=3
    )
)
DIFFERENCES = _plain(
    answers.Differences(
        left=MOTION,
        right=CTF,
        steps_max=None,
        is_same=False,
        first_divergence=answers.Divergence(
            steps=0,
            left=answers.Side(dataset=MOTION, job=None),
            right=answers.Side(dataset=CTF, job=JOB),
            what=["missing", "parameters"],
            parameters=[answers.ParameterDifference(name="scanRange", left=90, right=180, units="degree")],
            parameters_count=1,
            inputs=None,
        ),
        further=[],
        further_count=0,
        compared_count=1,
        left_out_count=0,
        as_of=3,
    )
)
