"""Examples of questions about many datasets at once."""

from typing import Any

from lineage.api import examples
from lineage.api.examples.relations import CTF, MOTION, RAW
from lineage.model import answers


def _plain(answer: answers.Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


NAMES: dict[str, Any] = {"names": [CTF.location, "10.15151/ESRF-DC-1234567890"]}
MANY = _plain(
    answers.ManyDatasets(
        items=[
            answers.NamedDataset(name=CTF.location, dataset=answers.Dataset(**examples.DATASET), held=[], held_count=0),
            answers.NamedDataset(name=NAMES["names"][1], dataset=None, held=[], held_count=0),
        ],
        missing=[NAMES["names"][1]],
        as_of=3,
    )
)
STARTS: dict[str, Any] = {"names": [MOTION.location, CTF.id], "direction": "ancestors", "limit": 1}
CLOSURES = _plain(
    answers.Closures(
        starts=[MOTION, CTF],
        direction="ancestors",
        steps_max=None,
        nodes=[answers.ClosureNode(node="dataset", steps=1, distances={MOTION.id: 1, CTF.id: 2}, **dict(RAW))],
        count=5,
        counts={MOTION.id: 2, CTF.id: 4},
        is_truncated=True,
        as_of=3,
    )
)
