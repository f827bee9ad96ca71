"""Objects of ICAT to the bytes of messages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from lineage.flat.parameters import WRITTEN
from lineage.importing import objects
from lineage.importing.objects import Object
from lineage.ingest.facts import integer
from lineage.ingest.icat import ICAT
from lineage.ingest.inputs import FIELD, IDS_FIELD
from lineage.model.location import public_id
from lineage.model.terms import ASSUMED, UNKNOWN, UNKNOWN_TIME

Name = str | int
"""A location, or the id of a dataset in ICAT whose location is not known."""

DERIVED = frozenset(column.about.name for column in WRITTEN)
"""Parameters that the graph makes itself."""

PROGRAM = frozenset({"Process_program", "Process_version"})
"""Among them those that senders write too; they tell what made a dataset that has no Job."""

OURS = "lineage_id"
"""A parameter that every dataset has to which the graph was published."""

COUNT_FIELD = "lineage_input_count"
PUBLICATIONS = "publication_pids"
PART_OF = "datafile_of"
SHARED = ("investigation", "sample", "datasetInstruments", "datasetTechniques")
OWN_JOB = "job-of:"


class Made(NamedTuple):
    """The bytes of a message, and the name of what it is about."""

    name: str
    body: bytes


@dataclass(frozen=True)
class Job:
    """A Job: what it read and wrote by location; `key` is its public id where we have published it."""

    id: str
    facility: str
    application: Object | None
    arguments: str
    inputs: frozenset[str]
    outputs: frozenset[str]
    investigations: tuple[str, ...] = ()
    key: str = ""
    is_emptied: bool = False

    def said(self) -> dict[str, Any]:
        """Return what a message says of the job."""
        said: dict[str, Any] = {
            "id": self.id,
            "inputs": sorted(self.inputs),
            "investigations": list(self.investigations),
            "arguments": self.arguments,
            **self._run(),
        }
        if self.application:
            version = str(self.application.get("version") or "")
            said["application"] = {"name": str(self.application["name"]), "version": version}
        return said

    def _run(self) -> dict[str, str]:
        """Name the run by what it wrote, which is the same in a dump and behind REST.

        A job of ours that nobody named belongs to its one dataset, and has no run.
        """
        if self.key and self.inputs and self.key in {public_id(f"{OWN_JOB}{location}") for location in self.outputs}:
            return {}
        written = "\n".join(sorted(self.outputs))
        return {"namespace": f"icat:{self.facility}", "run_id": sha256(written.encode()).hexdigest()[:32]}


@dataclass(frozen=True)
class Links:
    """What is known of a dataset from elsewhere in ICAT: Jobs, parents that name it, publications, ids to locations."""

    jobs: Sequence[Job] = ()
    parents: Sequence[Name] = ()
    publications: Sequence[str] = ()
    locations: Mapping[int, str] = field(default_factory=dict)


def dataset(found: Object, links: Links) -> Made:
    """Return the message of a dataset."""
    said = dict(objects.parameters(found.get("parameters") or ()))
    soft = _links(said, links)
    derived = DERIVED if OURS in said and links.jobs else DERIVED - PROGRAM
    kept = {name: text for name, text in said.items() if name not in derived} | _counters(found, said)
    if links.publications:
        kept[PUBLICATIONS] = " ".join(sorted(links.publications))
    return _message(found, objects.dataset_location(found), kept, links.jobs, soft)


def datafile(found: Object, jobs: Sequence[Job]) -> Made:
    """Return the message of a datafile that a Job names by itself."""
    whole = found["dataset"]
    times = sorted(str(found[name]) for name in ("datafileCreateTime", "datafileModTime") if found.get(name))
    described = {
        **{name: whole[name] for name in SHARED if name in whole},
        "name": found["name"],
        **dict(zip(("startDate", "endDate"), (times[0], times[-1]), strict=True) if times else ()),
    }
    kept = {PART_OF: objects.dataset_location(whole), **_counters({**found, "fileCount": 1}, {})}
    return _message(described, objects.datafile_location(found), kept, jobs, {})


def investigation(found: Object) -> Iterator[Made]:
    """Yield a message for each instrument of an investigation that has a beginning."""
    instruments = objects.children(found, "investigationInstruments", "instrument")
    if not found.get("startDate"):
        return
    for one in instruments:
        said = {"type": "investigation", "investigation": found["name"], "instrument": str(one["name"])}
        told = {"start_date": found["startDate"], "end_date": found.get("endDate"), "title": found.get("title")}
        if len(instruments) == 1 and isinstance(found.get("id"), int):
            told["icat_id"] = found["id"]
        yield Made(
            f"{said['investigation']}@{said['instrument']}",
            _bytes(said | {name: value for name, value in told.items() if value}),
        )


def _message(
    found: Object, location: str, parameters: Mapping[str, str], jobs: Sequence[Job], links: Mapping[str, Any]
) -> Made:
    start, end = found.get("startDate"), found.get("endDate")
    told = {
        "instrument": objects.instrument(found),
        "sample": (found.get("sample") or {}).get("name"),
        "start_date": start,
        "end_date": end,
    }
    without = {
        "instrument": UNKNOWN,
        "sample": UNKNOWN,
        "start_date": end or UNKNOWN_TIME,
        "end_date": start or UNKNOWN_TIME,
    }
    assumed = [name for name, value in told.items() if not value]
    said: dict[str, Any] = {
        "investigation": found["investigation"]["name"],
        "name": str(found["name"]),
        "location": location,
        **{name: str(value or without[name]) for name, value in told.items()},
        "parameters": {**parameters, **({ASSUMED: " ".join(assumed)} if assumed else {})},
        "techniques": objects.techniques(found),
        "comment": str(found.get("description") or ""),
    }
    if "complete" in found:
        said["complete"] = str(found["complete"]).lower() == "true"
    if isinstance(found.get("id"), int):
        said["icat_id"] = found["id"]
    whole = {"type": ICAT, "dataset": said, "jobs": [job.said() for job in jobs], "links": dict(links)}
    return Made(location, _bytes(whole))


def _links(said: Mapping[str, str], links: Links) -> dict[str, Any]:
    """Return what the parameters say of the inputs, ids as locations where these are known."""
    soft: dict[str, Any] = {"output_of": sorted(links.parents, key=str)}
    if FIELD in said:
        soft["input_datasets"] = said[FIELD]
    if IDS_FIELD in said:
        soft["input_ids"] = [named(word, links.locations) for word in words(said[IDS_FIELD])]
    if COUNT_FIELD in said:
        soft["count"] = integer(said[COUNT_FIELD].removesuffix(".0"))
    return soft


def words(text: str) -> list[str]:
    """Return the ids in a list of them, whether blanks or commas part them."""
    return text.replace(",", " ").split()


def named(word: str, locations: Mapping[int, str]) -> Name:
    """Return the location that an id stands for, or the id; a word that is none is left to the reader to refuse."""
    if not word.isascii() or not word.isdecimal():
        return word
    return locations.get(int(word), int(word))


def _counters(found: Object, said: Mapping[str, str]) -> dict[str, str]:
    """Return number and size of the files, as parameters have them; ICAT counts them beside the dataset since 5.0."""
    pairs = (("__fileCount", "fileCount"), ("__volume", "fileSize"))
    return {ours: str(found[theirs]) for ours, theirs in pairs if found.get(theirs) is not None and ours not in said}


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
