"""Examples of what an application produced and what was made from it."""

from typing import Any

from lineage.api.examples.relations import CTF, JOB
from lineage.model import answers


def _plain(answer: answers.Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


APPLICATION = answers.ApplicationRef(**dict(JOB.application or ()))
_MEMBER = answers.ReachedDataset(**dict(CTF), steps=0)
_SPAN = {"since": "2023-05-01T00:00:00.000000Z", "until": "2023-05-31T23:59:59.999999Z"}

JOB_COUNTS = _plain(
    answers.JobCounts(counts={"unknown": 0, "running": 0, "completed": 2, "failed": 0, "aborted": 0}, as_of=3)
)
PRODUCED = _plain(
    answers.Produced(
        items=[
            answers.Product(
                **dict(CTF),
                time=JOB.end_time,
                job=JOB.id,
                status=JOB.status,
                start_time=JOB.start_time,
                end_time=JOB.end_time,
            )
        ],
        next=None,
        application=APPLICATION,
        **_SPAN,
        count=1,
        remaining=0,
        kinds={"processed": 1},
        states={"present": 1},
        statuses={"completed": 1},
        as_of=3,
    )
)
MEMBER = _plain(_MEMBER)
IMPACT = _plain(
    answers.Impact(
        items=[_MEMBER],
        next=None,
        application=APPLICATION,
        **_SPAN,
        as_of=3,
        as_of_end=3,
        seeds_count=1,
        derived_count=0,
        is_truncated=False,
        kinds={"processed": 1},
        states={"present": 1},
        investigations=[answers.ImpactedInvestigation(key="mx-2485@cm01", count=1)],
        investigations_count=1,
        remaining=0,
    )
)
