"""OpenLineage events: a job is one job here, and its last event that names outputs is what counts.

A dataset that a run both reads and writes is read as it was before. The run id is kept in the environment. A job event
and an event without outputs tell of nothing that was written.
"""

from collections.abc import Mapping
from typing import Any

from lineage.errors import InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.outside import Place, Step, location_of, messages, text_of
from lineage.model.message import Application, Message
from lineage.model.openlineage import STATUSES
from lineage.model.openlineage import location_of as named_location

INSTRUMENT = "openlineage"
FACET = "lineage"

Object = Mapping[str, Any]


def is_mine(document: Document) -> bool:
    """True for an object with the time of an event and what it is about."""
    said = document.object or {}
    return "eventTime" in said and bool({"job", "run", "dataset"} & said.keys())


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return a message for each output of a run event, and for raw data of ours; raises MessageError."""
    event: Object = document.object or {}
    time = _required(event, "eventTime", "event")
    described: dict[str, dict[str, str]] = {}
    ends: dict[str, frozenset[str]] = {}
    for end in ("inputs", "outputs"):
        told = [_dataset(item, f"{end}[{index}]", context) for index, item in enumerate(_list(event.get(end), end))]
        described.update(told)
        ends[end] = frozenset(location for location, _ in told)
    if "dataset" in event:
        described.update([_dataset(event["dataset"], "dataset", context)])
    if "run" not in event:
        return messages((), described, Place(INSTRUMENT, INSTRUMENT, context))
    run, job = _object(event["run"], "run"), _object(event.get("job"), "job")
    namespace, name, run_id = (
        _required(job, "namespace", "job"),
        _required(job, "name", "job"),
        _required(run, "runId", "run"),
    )
    kind = text_of(event.get("eventType"), "eventType").upper() or "OTHER"
    if kind not in STATUSES:
        raise InvalidField("eventType", kind, f"one of {', '.join(STATUSES)}")
    facets = _object(run.get("facets", {}), "run.facets")
    ours = _ours(facets)
    step = Step(
        namespace=namespace,
        id=name,
        inputs=ends["inputs"],
        outputs=ends["outputs"],
        start_time=ours.get("start_date", time),
        end_time=ours.get("end_date", time),
        status=STATUSES[kind],
        application=_application(ours, facets),
        facts=ours or {"environment": f'{{"openlineage_run_id": "{run_id}"}}'},
    )
    return messages([step], described, Place(namespace, INSTRUMENT, context))


def _dataset(said: object, field: str, context: Context) -> tuple[str, dict[str, str]]:
    dataset = _object(said, field)
    name = named_location(_required(dataset, "namespace", field), _required(dataset, "name", field))
    ours = _ours(_object(dataset.get("facets") or {}, f"{field}.facets"))
    return location_of(ours.get("location", name), context, field), ours


def _application(ours: Mapping[str, str], facets: Object) -> Application | None:
    if "application" in ours:
        return Application(ours["application"], ours.get("version", ""), ours.get("doi", ""), ours.get("url", ""))
    engine = facets.get("processing_engine")
    if not isinstance(engine, dict) or not engine.get("name"):
        return None
    return Application(text_of(engine["name"], "processing_engine.name"), text_of(engine.get("version"), "version"))


def _ours(facets: Object) -> dict[str, str]:
    said = facets.get(FACET)
    if not isinstance(said, dict):
        return {}
    return {name: value for name, value in said.items() if isinstance(value, str) and not name.startswith("_")}


def _required(said: Object, field: str, within: str) -> str:
    text = text_of(said.get(field), f"{within}.{field}")
    if not text.strip():
        raise MissingField(field, within=within)
    return text


def _object(value: object, field: str) -> Object:
    if not isinstance(value, dict):
        raise InvalidField(field, value, "an object")
    return value


def _list(value: object, field: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InvalidField(field, value, "a list")
    return value
