"""Turns messages into the rows that the write queries take; the one place that knows property names."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lineage.model.event import Event
from lineage.model.location import public_id
from lineage.model.message import (
    Application,
    DatasetMessage,
    InvestigationMessage,
    Value,
    investigation_key,
    sample_key,
)
from lineage.model.publication import PublicationMessage
from lineage.model.words import indexed

Row = dict[str, Any]

PARAMETER_PREFIX = "parameter_"
"""Typed parameters are properties of this prefix. Only names of the definitions file get here, so that no caller can
fill the store's table of property keys."""


PARAMETER_CHARS_MAX = 2_000
"""Longer texts are kept with the untyped parameters: an index of Neo4j holds at most 8 kB, four bytes a character."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says about its job: the job is made from what its live outputs say."""

    rank: str
    inputs: tuple[str, ...]
    properties: Mapping[str, Any]
    application: Mapping[str, Any] | None

    def to_text(self) -> str:
        """Return the JSON text that is kept with the dataset when several datasets may share the job."""
        return json.dumps({"inputs": self.inputs, "properties": self.properties, "application": self.application})

    @classmethod
    def of_text(cls, rank: str, text: str) -> "Said":
        """Read what `to_text` wrote."""
        said = json.loads(text)
        return cls(rank, tuple(said["inputs"]), said["properties"], said["application"])


def said(message: DatasetMessage) -> Said:
    """Return what a message says about its job."""
    application = message.application
    return Said(
        rank=message.rank,
        inputs=message.inputs,
        properties={
            "status": message.status,
            "start_time": message.start_time,
            "end_time": message.end_time,
            "arguments": message.arguments,
            "environment": json.dumps(dict(message.environment), sort_keys=True),
            "application_doi": application.doi if application else "",
            "application_url": application.url if application else "",
        },
        application=application_row(application) if application else None,
    )


SAID_OF_JOB = (
    "status",
    "start_time",
    "end_time",
    "arguments",
    "environment",
    "application_doi",
    "application_url",
)
"""The properties of a job that `said` gives, in its order."""


def application_row(application: Application) -> Row:
    """Return what a job says of the application that it ran."""
    key = application.key
    return {"key": key, "id": public_id(key), "name": application.name, "version": application.version}


def dataset_properties(message: DatasetMessage, *, is_retired: bool, icat_id: int | None) -> Row:
    """Return all properties of a dataset that its winning message states."""
    return {
        **parameter_properties(message.parameters, message.other_parameters),
        "location": message.location,
        "id": public_id(message.location),
        "name": message.name,
        "words": indexed(message.name, message.location, message.sample, message.comment),
        "kind": "processed" if message.is_processed else "raw",
        "state": "retired" if is_retired else "present",
        "start_time": message.start_time,
        "end_time": message.end_time,
        "is_complete": message.is_complete,
        "comment": message.comment,
        "icat_id": icat_id,
        "file_count": message.file_count,
        "volume_bytes": message.volume_bytes,
        "rank": message.rank,
        "digest": message.digest,
        "said": said(message).to_text() if message.run else None,
    }


def stored(parameters: Mapping[str, Value], others: Mapping[str, str]) -> tuple[Row, Row]:
    """Return typed and other parameters as the graph keeps them: long texts are among the others."""
    long = {name: value for name, value in parameters.items() if is_long(value)}
    return {name: value for name, value in parameters.items() if name not in long}, {**others, **long}


def parameter_properties(parameters: Mapping[str, Value], others: Mapping[str, str]) -> Row:
    """Return the properties that hold the parameters of a dataset."""
    typed, rest = stored(parameters, others)
    return {
        **{f"{PARAMETER_PREFIX}{name}": value for name, value in typed.items()},
        "other_parameters": json.dumps(rest, sort_keys=True),
    }


def is_long(value: Value) -> bool:
    """Say whether a parameter is kept with the untyped ones for its length."""
    return isinstance(value, str) and len(value) > PARAMETER_CHARS_MAX


def dataset_row(message: DatasetMessage, change: int, *, is_retired: bool, icat_id: int | None, at: str) -> Row:
    """Return the row of ``write/datasets``."""
    return {
        "location": message.location,
        "properties": dataset_properties(message, is_retired=is_retired, icat_id=icat_id),
        "investigation": investigation_key(message.investigation, message.instrument),
        "sample": sample_key(message.investigation, message.instrument, message.sample),
        "techniques": list(message.techniques),
        "change": change,
        "received_at": at,
    }


def announced_row(dataset: Row, message: DatasetMessage, inputs: Iterable[str]) -> Row:
    """Return the row of ``write/announce``: that of ``write/datasets``, and the job that the dataset has alone."""
    change = dataset["change"]
    dataset["properties"].update(change=change, received_at=dataset["received_at"])
    return {
        **dataset,
        "job": _own_job(message, change) if message.is_processed else None,
        "application": message.application.key if message.application else None,
        "inputs": [
            {"location": location, "id": public_id(location), "words": indexed(location)} for location in inputs
        ],
    }


def _own_job(message: DatasetMessage, change: int) -> Row:
    key = str(message.job_key)
    return {
        **said(message).properties,
        "key": key,
        "id": public_id(key),
        "is_declared": False,
        "since": change,
        "change": change,
    }


def superseded_row(message: DatasetMessage, change: int) -> Row:
    """Return the row of ``write/keep_superseded``: the same properties that a replaced live dataset leaves."""
    properties = dataset_properties(message, is_retired=False, icat_id=message.icat_id)
    del properties["words"]
    properties.update(
        job=message.job_key,
        application=message.application.key if message.application else None,
        inputs=list(message.inputs),
    )
    key = f"{properties['id']}/{message.digest}"
    return {"location": message.location, "key": key, "properties": properties, "change": change}


def catalogue(live: Iterable[tuple[DatasetMessage, int]], news: Container[str]) -> dict[str, list[Any]]:
    """Return the parameters of ``write/catalogue``, each node once; `live` holds messages and their changes.

    Applications are those of `news`, locations whose datasets have their job alone: which message tells that of a
    shared job is not known yet.
    """
    investigations: dict[str, Row] = {}
    samples: dict[str, Row] = {}
    techniques: set[str] = set()
    applications: dict[str, Row] = {}
    for message, change in live:
        key = investigation_key(message.investigation, message.instrument)
        investigations[key] = {"key": key, "name": message.investigation, "instrument": message.instrument}
        sample = sample_key(message.investigation, message.instrument, message.sample)
        samples[sample] = {"key": sample, "name": message.sample}
        techniques.update(message.techniques)
        application = message.application if message.is_processed and message.location in news else None
        if application and application.key not in applications:
            applications[application.key] = {**application_row(application), "since": change}
    return {
        "investigations": list(investigations.values()),
        "samples": list(samples.values()),
        "techniques": list(techniques),
        "applications": list(applications.values()),
    }


def output_row(message: DatasetMessage, change: int) -> Row:
    """Return the row of ``write/outputs`` for a processed dataset."""
    job = str(message.job_key)
    return {
        "location": message.location,
        "dataset": public_id(message.location),
        "job": job,
        "job_id": public_id(job),
        "is_declared": message.run is not None,
        "change": change,
    }


def job_row(key: str, said: Iterable[Said], change: int) -> Row:
    """Return the row of ``write/jobs``: facts of the greatest message, inputs of all."""
    all_said = sorted(said, key=lambda item: item.rank)
    greatest = all_said[-1]
    return {
        "key": key,
        "properties": dict(greatest.properties),
        "application": greatest.application,
        "inputs": sorted({location for item in all_said for location in item.inputs}),
        "change": change,
    }


def shared_job_row(key: str, said: Iterable[Said], change: int) -> Row:
    """Return the row of ``write/jobs`` for a job that several datasets may share; it keeps the greatest rank."""
    all_said = list(said)
    row = job_row(key, all_said, change)
    row["properties"]["rank"] = max(item.rank for item in all_said)
    return row


def input_row(job: str, location: str, change: int, at: str) -> Row:
    """Return the row of ``write/inputs`` for one edge."""
    return {
        "job": job,
        "job_id": public_id(job),
        "location": location,
        "dataset": public_id(location),
        "words": indexed(location),
        "change": change,
        "received_at": at,
    }


def session_row(message: InvestigationMessage, change: int) -> Row:
    """Return the row of ``write/investigations``."""
    return {
        "key": investigation_key(message.investigation, message.instrument),
        "name": message.investigation,
        "instrument": message.instrument,
        "session": f"{message.start_time}/{message.end_time or '..'}",
        "title": message.title,
        "icat_id": message.icat_id,
        "change": change,
    }


def publication_row(message: PublicationMessage, datasets: Iterable[str], change: int) -> Row:
    """Return the row of ``write/publications``; `datasets` are its members where they are now."""
    keys = [investigation_key(*names) for names in message.investigations]
    return {
        "doi": message.doi,
        "properties": {
            "title": str(message.facts.get("title", "")),
            "state": str(message.facts.get("state", "draft")),
            "members": list(message.members) or None,
            "investigations": keys or None,
            "said": message.said,
            "rank": message.rank,
        },
        "datasets": [{"location": at, "id": public_id(at), "words": indexed(at)} for at in datasets],
        "investigations": [
            {"key": key, "name": name, "instrument": instrument}
            for key, (name, instrument) in zip(keys, message.investigations, strict=True)
        ],
        "change": change,
    }


def event_row(event: Event, location: str | None, change: int, at: str) -> Row:
    """Return the row of an event for ``write/events`` or ``write/schedules``, about what is at a location."""
    facts = {"key": event.key, "kind": event.kind, "subject": event.subject, "sent_at": event.sent_at}
    return {"location": location, "properties": {**facts, **event.facts, "since": change, "received_at": at}}
