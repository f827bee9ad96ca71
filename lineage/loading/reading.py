"""The first task: one block of lines is read, checked line by line, and dealt into parts."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from lineage.dump import Block, Door, Line, checked
from lineage.dump.lines import at_line
from lineage.errors import InvalidField, LineageError, MessageError, SelfInput
from lineage.ingest import Context
from lineage.loading import segments
from lineage.loading.catalogue import Catalogue
from lineage.loading.nouns import (
    Terms,
    closed_properties,
    dataset_properties,
    event_properties,
    job_properties,
    key_of_run,
    public_id,
    publication_properties,
)
from lineage.loading.segments import Dealt
from lineage.loading.values import door
from lineage.model.location import ICAT_ID_PREFIX, icat_id_of
from lineage.model.message import investigation_key

PROBLEMS_KEPT = 100


@dataclass
class Problems:
    """What is wrong: all of it counted, the first sentences kept."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, error: LineageError) -> None:
        """Take what is wrong with a line."""
        self.count += 1
        if len(self.first) < PROBLEMS_KEPT:
            self.first.append((line, at_line(error, line)))

    def told(self) -> dict[str, Any]:
        """Return what goes into the summary of a task."""
        return {"count": self.count, "first": self.first}


def read_block(block: Block, path: Path, context: Context, terms: Terms) -> None:
    """Read a block and leave its records, and what is wrong with its lines, in a file."""
    found = _Block(context, terms)
    for number, body in enumerate(block.lines(), block.first_line):
        if body.strip():
            found.take(number, body)
    found.catalogue.deal(found.dealt)
    segments.write(
        path,
        found.dealt,
        {"counts": dict(found.counts), "problems": found.problems.told(), "ends": found.ends, "last": found.last},
    )


class _Block:
    """What one block says."""

    def __init__(self, context: Context, terms: Terms) -> None:
        self.context = context
        self.terms = terms
        self.door: Door = door(context)
        self.dealt = Dealt()
        self.catalogue = Catalogue(terms)
        self.counts: Counter[str] = Counter()
        self.problems = Problems()
        self.ends: list[tuple[int, Line]] = []
        self.last = 0

    def take(self, number: int, body: bytes) -> None:
        self.last = number
        try:
            kind, line = checked(body, self.door)
            self._check_changes(line)
            TAKES[kind](self, number, line)
            self.counts[kind] += 1
        except MessageError as error:
            self.problems.add(number, error)

    def _check_changes(self, line: Line) -> None:
        for name in ("since", "change", "until"):
            if line.get(name, 0) > self.terms.as_of:
                raise InvalidField(name, line[name], f"at most the as_of of the dump, {self.terms.as_of}")

    def dump(self, number: int, line: Line) -> None:  # noqa: ARG002
        if number != 1:
            raise InvalidField("type", "dump", "it in the first line alone")

    def end(self, number: int, line: Line) -> None:
        self.ends.append((number, line))

    def investigation(self, number: int, line: Line) -> None:  # noqa: ARG002
        self.catalogue.investigation(line["name"].lower(), line["instrument"].lower(), line)

    def application(self, number: int, line: Line) -> None:  # noqa: ARG002
        self.catalogue.application(line["name"], line.get("version", ""), line.get("since"), is_line=True)

    def publication(self, number: int, line: Line) -> None:
        row = publication_properties(line, self.terms)
        self.catalogue.publication(row, line.get("holds_investigations", ()))
        for location in line.get("holds", ()):
            self._refer(location, 0, number, "HOLDS", line["doi"])

    def event(self, number: int, line: Line) -> None:
        for name, instrument in line.get("investigations", ()):
            self.catalogue.investigation(name, instrument, {})
        row = event_properties(line, self.terms)
        keys = [investigation_key(*found) for found in line.get("investigations", ())]
        self._refer(line.get("dataset") or line["subject"], 0, number, "ABOUT", (row, keys))

    def dataset(self, number: int, line: Line) -> None:
        location = line["location"]
        line = dataset_properties(line, self.context, self.terms)
        if "name" in line:
            if location.startswith(ICAT_ID_PREFIX):
                raise InvalidField("location", location, "a path or a URI; an ICAT id is no place")
            self.catalogue.dataset(line)
        id = public_id(location)
        self.dealt.by_id("datasets", id, (id, number, line))
        if "icat_id" in line:
            self.dealt.by_number("claims", line["icat_id"], (line["icat_id"], number, id, location))

    def job(self, number: int, line: Line) -> None:
        outputs: Mapping[str, int | None] = line["outputs"]
        inputs: Mapping[str, int | None] = line.get("inputs", {})
        key, is_declared = key_of_run(line, outputs, inputs)
        for location in outputs:
            if location in inputs:
                raise SelfInput(location)
        since = line.get("since", self.terms.as_of)
        row = job_properties(line, key, since, is_declared=is_declared)
        application = line.get("application")
        if application:
            version = application.get("version", "")
            row["application"] = self.catalogue.application(application["name"], version, since, is_line=False)
        job_id = public_id(key)
        self.dealt.by_id("jobs", job_id, (job_id, number, row))
        facts = (row, sorted(inputs), application, is_declared)
        for location, edge_since in outputs.items():
            id = public_id(location)
            self.dealt.by_id("outputs", id, (id, number, job_id, edge_since or since, location, facts))
        for location, edge_since in inputs.items():
            id = public_id(location)
            record = (id, number, job_id, edge_since or since, location)
            icat_id = icat_id_of(location)
            if icat_id is None:
                self.dealt.by_id("inputs", id, record)
            else:
                self.dealt.by_number("wanted", icat_id, (icat_id, record))

    def version(self, number: int, line: Line) -> None:
        row = closed_properties(line, self.context)
        row["key"] = f"{row['id']}/{line['digest']}"
        self._refer(line["location"], 0, number, "VERSION_OF", row)

    def closed_dataset(self, number: int, line: Line) -> None:
        row = closed_properties(line, self.context)
        self.dealt.by_id("closed", row["id"], (row["id"], line["until"], number, row))

    def closed_job(self, number: int, line: Line) -> None:
        row = {**line, "id": public_id(line["key"])}
        if "environment" in row:
            row["environment"] = json.dumps(row["environment"], sort_keys=True)
        self.dealt.by_id("closed_jobs", row["id"], (row["id"], line["until"], number, row))

    def was_input(self, number: int, line: Line) -> None:
        self._was(number, line, "WAS_INPUT")

    def was_output(self, number: int, line: Line) -> None:
        self._was(number, line, "WAS_OUTPUT")

    def rejected(self, number: int, line: Line) -> None:
        if line["key"] != sha256(line["body"]).hexdigest():
            raise InvalidField("key", line["key"], "the SHA-256 of the body")
        row = {
            "sent_at": line["received_at"],
            **line,
            "facts": json.dumps(line.get("facts", {})),
            "size_bytes": len(line["body"]),
        }
        self.dealt.by_number("rejected", 0, (number, row))

    def _was(self, number: int, line: Line, edge: str) -> None:
        payload = (public_id(line["job"]), line.get("job_until", 0), line["since"], line["until"], line["job"])
        self._refer(line["dataset"], line.get("dataset_until", 0), number, edge, payload)

    def _refer(self, location: str, until: int, number: int, edge: str, payload: object) -> None:
        id = public_id(location)
        self.dealt.by_id("references", id, (id, until, number, edge, payload, location))


TAKES = {
    "dump": _Block.dump,
    "end": _Block.end,
    "investigation": _Block.investigation,
    "application": _Block.application,
    "publication": _Block.publication,
    "event": _Block.event,
    "dataset": _Block.dataset,
    "job": _Block.job,
    "version": _Block.version,
    "closed_dataset": _Block.closed_dataset,
    "closed_job": _Block.closed_job,
    "was_input": _Block.was_input,
    "was_output": _Block.was_output,
    "rejected": _Block.rejected,
}
