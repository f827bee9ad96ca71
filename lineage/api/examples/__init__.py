"""Examples for the OpenAPI document: three datasets of one real RELION run, as this service tells of them.

They are built as answers, so an example cannot have a shape that no answer has.
"""

import json
from typing import Any

from pydantic import BaseModel

from lineage.model import answers, rules
from lineage.model.location import public_id

_VISIT = "/data/visitor/mx2485/cm01/20230503"
_RAW_LOCATION = f"{_VISIT}/RAW_DATA/Import/job001"
_MOTION_LOCATION = f"{_VISIT}/PROCESSED_DATA/MotionCorr/job002"
_CTF_LOCATION = f"{_VISIT}/PROCESSED_DATA/CtfFind/job003"
_START, _END = "2023-05-03T07:14:00.000000Z", "2023-05-03T07:20:00.000000Z"
_RECEIVED = "2026-11-24T08:14:35.362203Z"
_KEY = "cc47ee134557a14334b74b7003c5b7cd49364fe6c3a9c2dc8c4bbfca6073ea13"


def _plain(answer: BaseModel) -> dict[str, Any]:
    return answer.model_dump(mode="json")


def _reference(location: str, kind: answers.Kind = "processed") -> answers.DatasetRef:
    name = "_".join(location.rsplit("/", 2)[1:])
    return answers.DatasetRef(id=public_id(location), location=location, name=name, kind=kind, state="present")


def _dataset_node(location: str, steps: int, kind: answers.Kind = "processed") -> answers.TraceNode:
    return answers.TraceNode(node="dataset", steps=steps, **dict(_reference(location, kind)))


_RAW, _MOTION, _CTF = (
    _reference(_RAW_LOCATION, "raw"),
    _reference(_MOTION_LOCATION),
    _reference(_CTF_LOCATION),
)
_CTFFIND = answers.ApplicationRef(
    id=public_id("relion CtfFind/"), key="relion CtfFind/", name="relion CtfFind", version=""
)
_JOB_KEY = f"job-of:{_CTF_LOCATION}"
_JOB = answers.JobFacts(
    id=public_id(_JOB_KEY),
    key=_JOB_KEY,
    status="completed",
    is_declared=False,
    start_time=_START,
    end_time=_END,
    arguments="",
    environment={},
    application=_CTFFIND,
)
_JOB_NODE = answers.TraceNode(
    node="job",
    id=_JOB.id,
    steps=1,
    key=_JOB.key,
    status=_JOB.status,
    application=_CTFFIND.name,
    version=_CTFFIND.version,
)
_NODES = [_dataset_node(_CTF_LOCATION, 0), _JOB_NODE, _dataset_node(_MOTION_LOCATION, 1)]
_EDGES = [("OUTPUT", _JOB.id, _CTF.id), ("INPUT", _MOTION.id, _JOB.id)]

# messages

MESSAGE: dict[str, Any] = {
    "investigation": "mx-2485",
    "instrument": "cm01",
    "name": "CtfFind_job003",
    "location": _CTF_LOCATION,
    "start_date": "2023-05-03T09:14:00+02:00",
    "end_date": "2023-05-03T09:20:00+02:00",
    "sample": {"name": "beta-galactosidase"},
    "inputs": [_MOTION_LOCATION],
    "application": {"name": "relion CtfFind", "version": "3.1"},
}
MESSAGE_LINES = json.dumps(MESSAGE) + "\n"
MESSAGE_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><tns:dataset xmlns:tns="http://www.esrf.fr/icat" complete="true">'
    "<tns:investigation>mx-2485</tns:investigation><tns:instrument>cm01</tns:instrument>"
    f"<tns:name>CtfFind_job003</tns:name><tns:location>{_CTF_LOCATION}</tns:location>"
    "<tns:startDate>2023-05-03T09:14:00+02:00</tns:startDate><tns:endDate>2023-05-03T09:20:00+02:00</tns:endDate>"
    "<tns:sample><tns:name>beta-galactosidase</tns:name></tns:sample>"
    f"<tns:parameter><tns:name>input_datasets</tns:name><tns:value>{_MOTION_LOCATION}</tns:value></tns:parameter>"
    "</tns:dataset>"
)

_TAKEN = answers.Receipt(status="created", location=_CTF_LOCATION, id=_CTF.id, change=3, key=_KEY[::-1])
_REFUSED = answers.Receipt(
    status="rejected",
    key=_KEY,
    code="missing_field",
    message="The dataset has no endDate; a non-empty endDate is required.",
    facts={"field": "endDate", "within": "dataset"},
)
RECEIPT = _plain(_TAKEN)
RECEIPTS = {"items": [RECEIPT]}
RECEIPTS_MIXED = {"items": [RECEIPT, _plain(_REFUSED)]}

_KEPT = answers.Rejected(
    key=_KEY,
    code="missing_field",
    message=_REFUSED.message or "",
    facts=_REFUSED.facts or {},
    sender="http 192.0.2.7",
    sent_at=_RECEIVED,
    received_at=_RECEIVED,
    last_attempt_at=_RECEIVED,
    attempts=1,
    size_bytes=123,
)
REJECTED = _plain(_KEPT)
REJECTED_PAGE = _plain(answers.Page[answers.Rejected](items=[_KEPT], next=None, as_of=3))

# answers

DATASET = _plain(
    answers.Dataset(
        **dict(_CTF),
        investigation="mx-2485",
        instrument="cm01",
        sample="beta-galactosidase",
        start_time=_START,
        end_time=_END,
        is_complete=True,
        comment="",
        parameters=[answers.Parameter(name="machine", value="lineage-sample")],
        job=_JOB,
        inputs=[_MOTION],
        inputs_count=1,
        outputs=[],
        outputs_count=0,
        received_at=_RECEIVED,
        since=3,
        change=3,
        as_of=3,
    )
)
DATASETS = _plain(
    answers.Page[answers.DatasetItem](
        items=[answers.DatasetItem(**dict(_CTF), start_time=_START, end_time=_END, change=3)],
        next="WyIvZGF0YSJd",
        as_of=3,
    )
)
NODE = _plain(_dataset_node(_MOTION_LOCATION, 1))
ANCESTORS = _plain(
    answers.Trace(
        items=[_dataset_node(_MOTION_LOCATION, 1), _JOB_NODE],
        next="WzEsImpvYi1vZjovZGF0YSJd",
        start=_CTF,
        direction="ancestors",
        steps_max=None,
        count=4,
        remaining=2,
        as_of=3,
    )
)
DESCENDANTS = _plain(
    answers.Trace(
        items=[_dataset_node(_CTF_LOCATION, 1), _JOB_NODE],
        next=None,
        start=_MOTION,
        direction="descendants",
        steps_max=1,
        count=2,
        remaining=0,
        as_of=3,
    )
)
GRAPH = _plain(answers.TraceGraph(nodes=_NODES, edges=_EDGES, count=5, is_truncated=True, as_of=3))
AROUND = _plain(
    answers.Neighbourhood(
        root=_CTF.id,
        up=1,
        down=1,
        nodes=[
            answers.Neighbour(side="root", **{**dict(_NODES[0]), "application": _CTFFIND.name, "version": ""}),
            answers.Neighbour(side="up", **dict(_NODES[1])),
            answers.Neighbour(side="up", **dict(_NODES[2])),
        ],
        groups=[],
        edges=[answers.Edge(type=kind, source=source, target=target, count=1) for kind, source, target in _EDGES],
        frontier=[answers.Hidden(node=_MOTION.id, side="up", hidden=1)],
        up_count=2,
        down_count=0,
        is_truncated=False,
        as_of=3,
    )
)
PATH = _plain(
    answers.Path(
        nodes=[_dataset_node(_MOTION_LOCATION, 0), _JOB_NODE, _dataset_node(_CTF_LOCATION, 1)], steps=1, as_of=3
    )
)
RETIRED = _plain(
    answers.Retirement(location=_CTF_LOCATION, state="retired", used_count=0, used_by=[], is_done=True, as_of=4)
)
JOB = _plain(
    answers.Job(**dict(_JOB), inputs=[_MOTION], inputs_count=1, outputs=[_CTF], outputs_count=1, change=3, as_of=3)
)
JOBS = _plain(
    answers.Page[answers.JobItem](
        items=[
            answers.JobItem(
                id=_JOB.id,
                key=_JOB.key,
                status="completed",
                application=_CTFFIND.name,
                version="",
                start_time=_START,
                end_time=_END,
                change=3,
            )
        ],
        next=None,
        as_of=3,
    )
)
APPLICATION = _plain(answers.Application(**dict(_CTFFIND), since=3, jobs_count=1, dois=[], urls=[], as_of=3))
APPLICATIONS = _plain(
    answers.Page[answers.ApplicationItem](
        items=[answers.ApplicationItem(**dict(_CTFFIND), jobs_count=1)], next=None, as_of=3
    )
)
EXPECTED = _plain(
    answers.Page[answers.Expected](
        items=[
            answers.Expected(
                id=_RAW.id,
                location=_RAW_LOCATION,
                since=2,
                named_at=_RECEIVED,
                readers_count=1,
                first_reader=f"job-of:{_MOTION_LOCATION}",
            )
        ],
        next=None,
        as_of=3,
    )
)
STATS = _plain(
    answers.Stats(
        datasets=3,
        raw=1,
        processed=2,
        expected=0,
        retired=0,
        jobs=2,
        applications=2,
        investigations=1,
        instruments=1,
        samples=1,
        inputs=2,
        outputs=2,
        rejected=1,
        versions=0,
        as_of=3,
        changed_at=_RECEIVED,
    )
)
AUDIT = _plain(
    answers.Audit(
        findings=[answers.Finding(rule=rule.name, law=rule.law, count=0, examples=[]) for rule in rules.RULES[:2]],
        is_clean=True,
        as_of=3,
    )
)
RULES: dict[str, Any] = {
    "nodes": [{"label": "Dataset", "identity": "location", "meaning": rules.NODES[0].meaning}],
    "edges": [
        {
            "type": "OUTPUT",
            "source": "Job",
            "target": "Dataset",
            "out_of_source": "many",
            "into_target": "one",
            "meaning": "the job wrote the dataset",
        }
    ],
    "rules": [{"name": "one_producer", "law": rules.RULES[1].law, "enforced_by": rules.RULES[1].enforced_by}],
}
READINESS = _plain(answers.Readiness(is_ready=True, checks={"database": "ok", "schema": "ok"}))
METRICS = "# TYPE lineage_graph_up gauge\nlineage_graph_up 1.0\n"
