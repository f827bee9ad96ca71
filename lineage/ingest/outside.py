"""Runs and datasets of a document of the world outside to messages; the formats leave all but their syntax to it.

What a document does not say and a message must is filled with words that say so, and the dataset's parameter
``lineage_assumed`` names those facts. Facts under our own terms count for more than what is guessed from the format, so
that what this service has written comes back as it was.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from lineage.errors import InvalidField
from lineage.ingest import times
from lineage.ingest.context import Context
from lineage.ingest.dataset import DatasetFacts, dataset_message
from lineage.ingest.facts import Said, integer
from lineage.ingest.job import JobFacts
from lineage.ingest.versions import Use, versions
from lineage.model.location import normalise
from lineage.model.message import Application, DatasetMessage, JobStatus
from lineage.model.terms import ASSUMED, UNKNOWN, UNKNOWN_TIME

ROOT = {
    "investigation": "investigation",
    "instrument": "instrument",
    "sample": "sample",
    "start_date": "startDate",
    "end_date": "endDate",
    "name": "name",
    "comment": "comment",
    "complete": "complete",
    "icat_id": "datasetId",
}
"""Our terms, and the names that facts have."""

STATUSES: tuple[JobStatus, ...] = ("unknown", "running", "completed", "failed", "aborted")
OWN_JOB, OWN_RUN = "job-of:", "run:"

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One run: an id within its name space, what it read and wrote by location, and our terms about it."""

    namespace: str
    id: str
    inputs: frozenset[str]
    outputs: frozenset[str]
    start_time: str = ""
    end_time: str = ""
    status: JobStatus = "unknown"
    application: Application | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands for the investigation and instrument of a dataset where a document tells none; and the settings."""

    investigation: str
    instrument: str
    context: Context


def messages(steps: Iterable[Step], described: Mapping[str, Facts], place: Place) -> tuple[DatasetMessage, ...]:
    """Return a message for each dataset that a run wrote, and for each raw one that is described in full.

    `described` holds our terms about datasets by location; ``name`` is taken from any format. What no run wrote and
    nobody described in full is an input only. Raises MessageError.
    """
    known = [replace(step, **_span(step, place.context)) for step in sorted(steps, key=lambda step: step.id)]
    uses = [
        Use(f"{step.namespace} {step.id}", step.inputs, step.outputs, step.start_time, step.end_time) for step in known
    ]
    found = [
        _written(step, location, described.get(name, {}), inputs, place)
        for step, (inputs, outputs) in zip(known, versions(uses), strict=True)
        for name, location in sorted(outputs.items())
    ]
    written = {name for step in known for name in step.outputs}
    raw = [
        _message(location, said, (), None, place)
        for location, said in sorted(described.items())
        if location not in written and said.get("kind") == "raw"
    ]
    return (*raw, *found)


def location_of(uri: str, context: Context, field: str) -> str:
    """Return the location that an identifier means: a path for a URI of the scheme ``file``."""
    parts = urlsplit(uri) if uri.startswith("file:") else None
    text = unquote(parts.path) if parts else uri
    return normalise(text.rstrip() or uri, field=field, mount_prefixes=context.mount_prefixes)


def text_of(value: object, field: str) -> str:
    """Return a value that has to be a text, or nothing; raises InvalidField."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidField(field, value, "a text")
    return value


def _span(step: Step, context: Context) -> dict[str, Any]:
    """Spell the times of a run; one that is not known stays empty."""
    said = {"start_time": step.start_time, "end_time": step.end_time}
    return {name: times.utc(Said(text), name, context.time_zone) if text else "" for name, text in said.items()}


def _written(step: Step, location: str, said: Facts, inputs: set[str], place: Place) -> DatasetMessage:
    start = step.start_time or step.end_time
    spans = {"start_date": start, "end_date": step.end_time or start}
    told = {name: text for name, text in spans.items() if text} | dict(said)
    message = _message(location, told, tuple(sorted(inputs)), step, place)
    status = step.facts.get("status", step.status)
    if status not in STATUSES:
        raise InvalidField("status", status, f"one of {', '.join(STATUSES)}")
    return replace(message, status=status)


def _message(location: str, said: Facts, inputs: tuple[str, ...], step: Step | None, place: Place) -> DatasetMessage:
    told = {name: text for name, text in said.items() if text}
    defaults = {
        "investigation": place.investigation,
        "instrument": place.instrument,
        "sample": UNKNOWN,
        "start_date": UNKNOWN_TIME,
        "end_date": UNKNOWN_TIME,
    }
    assumed = [name for name in defaults if name not in told]
    facts = defaults | {"name": location.rstrip("/").rsplit("/", 1)[-1][-200:] or location} | told
    root = {ours: Said(facts[name]) for name, ours in ROOT.items() if name in facts}
    parameters = _parameters(told.get("parameters", "[]"))
    if assumed:
        parameters.append((Said(ASSUMED), Said(" ".join(assumed))))
    made = dataset_message(
        DatasetFacts(
            root={**root, "location": Said(location)},
            parameters=parameters,
            inputs=inputs,
            techniques=tuple(told.get("techniques", "").split()),
            job=_job(step) if step else None,
            application=step.application if step else None,
        ),
        place.context,
    )
    counts = {name: integer(told[name]) for name in ("file_count", "volume_bytes") if name in told}
    return replace(made, **counts)  # type: ignore[arg-type]


def _job(step: Step) -> JobFacts | None:
    """Return the run that a job is; None for one of our own that nobody named."""
    key = step.facts.get("key", "")
    if key.startswith(OWN_JOB):
        return None
    namespace, run_id = step.namespace, step.id
    if key.startswith(OWN_RUN):
        namespace, run_id = (unquote(part) for part in key.removeprefix(OWN_RUN).rsplit("/", 1))
    environment = _object(step.facts.get("environment", "{}"), "environment", dict)
    return JobFacts(
        run_id=run_id,
        namespace=namespace,
        arguments=step.facts.get("arguments", ""),
        environment={str(name): str(value) for name, value in environment.items()},
    )


def _parameters(text: str) -> list[tuple[Said, Said]]:
    found = _object(text, "parameters", list)
    try:
        return [(Said(item["name"]), Said(_spelled(item["value"]))) for item in found]
    except (TypeError, KeyError) as error:
        raise InvalidField("parameters", text, "a JSON list of objects with name and value") from error


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _object(text: str, field: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InvalidField(field, text, "JSON") from error
    if not isinstance(found, kind):
        raise InvalidField(field, text, f"a JSON {kind.__name__}")
    return found
