"""What our terms say of datasets and jobs, as texts by name: the part that the standards have no word for.

The names are the keys of the JSON form of messages, so that a file that comes back is read as a message is.
"""

import json
import re
from typing import Literal
from urllib.parse import quote

from lineage.model.answers import Provenance, ProvenanceDataset, ProvenanceJob
from lineage.model.terms import BASE, UNKNOWN_TIME

Facts = dict[str, str]

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def of_dataset(dataset: ProvenanceDataset) -> Facts:
    """Return the facts of an announced dataset; an expected one has none but its state."""
    said = {
        "investigation": dataset.investigation,
        "instrument": dataset.instrument,
        "sample": dataset.sample,
        "start_date": dataset.start_time,
        "end_date": dataset.end_time,
        "comment": dataset.comment,
        "complete": None if dataset.is_complete is None else str(dataset.is_complete).lower(),
        "icat_id": dataset.icat_id,
        "techniques": " ".join(dataset.techniques),
        "file_count": dataset.file_count,
        "volume_bytes": dataset.volume_bytes,
        "parameters": _parameters(dataset),
        "kind": dataset.kind,
        "state": dataset.state,
    }
    return {name: str(value) for name, value in said.items() if value not in {None, ""}}


def _parameters(dataset: ProvenanceDataset) -> str:
    said = [item.model_dump(exclude_none=True) for item in dataset.parameters]
    return json.dumps(said, ensure_ascii=False) if said else ""


def of_job(job: ProvenanceJob) -> Facts:
    """Return the facts of a job, and those of its application that only the job knows."""
    said = {
        "key": job.key,
        "status": job.status,
        "arguments": job.arguments,
        "environment": json.dumps(job.environment, sort_keys=True, ensure_ascii=False) if job.environment else "",
    }
    return {name: value for name, value in said.items() if value}


def of_snapshot(provenance: Provenance) -> Facts:
    """Return what a file says of itself: which change of the graph it was made from, and whether it was cut."""
    shown = len(provenance.datasets) + len(provenance.jobs)
    said = {
        "as_of": str(provenance.as_of),
        "direction": provenance.direction,
        "steps_max": "" if provenance.steps_max is None else str(provenance.steps_max),
        "count": str(provenance.count),
        "is_truncated": str(provenance.is_truncated).lower(),
        "cut": f"{shown} of {provenance.count} datasets and jobs are told of, the nearest" * provenance.is_truncated,
    }
    return {name: value for name, value in said.items() if value}


def ends(provenance: Provenance, kind: Literal["INPUT", "OUTPUT"]) -> dict[str, list[str]]:
    """Return the ids of the datasets that each job read, or wrote, by the id of the job."""
    found: dict[str, list[str]] = {}
    for type_, source, target in provenance.edges:
        if type_ == kind:
            dataset, job = (source, target) if kind == "INPUT" else (target, source)
            found.setdefault(job, []).append(dataset)
    return found


def uri(location: str) -> str:
    """Return a location as a URI: a path becomes one of the scheme ``file``."""
    return f"file://{quote(location)}" if location.startswith("/") else location


def time(text: str | None) -> str | None:
    """Return a time that is known; None for the one that stands for none."""
    return None if text == UNKNOWN_TIME else text


def description(provenance: Provenance) -> str:
    """Return a sentence on what a file holds."""
    said = of_snapshot(provenance)
    ends = ", ".join(start.location for start in provenance.starts)
    cut = f" Cut: {said['cut']}." if provenance.is_truncated else ""
    return f"The {provenance.direction} of {ends}, from change {provenance.as_of} of the graph.{cut}"


def printable(text: str) -> str:
    """Return a text that XML can hold: a sign that it cannot is replaced by U+FFFD."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def term(name: str) -> str:
    """Return the URI of one of our terms."""
    return f"{BASE}{name}"
