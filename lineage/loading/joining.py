"""The tasks that bring lines together: ICAT ids to datasets, datasets to their jobs, jobs to both.

A part is small enough to be held in memory. What is found wrong is told with the number of the line.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lineage.errors import IdTaken, InvalidField, NotAnnounced, SecondProducer, TwoLines
from lineage.graph.bulk import NUMBERED, Files
from lineage.graph.rows import Row
from lineage.loading import segments
from lineage.loading.catalogue import merged
from lineage.loading.nouns import Terms, announced
from lineage.loading.reading import Problems
from lineage.loading.segments import PARTS, Dealt, Record
from lineage.model.message import investigation_key, sample_key
from lineage.model.words import indexed

NAMED = ("investigation", "instrument", "sample", "techniques", "sequence_index", "parameters")
"""Members of a dataset's line that are no properties of its node."""


def join_icat_ids(part: int, paths: Sequence[Path], path: Path) -> None:
    """Give each input that an ICAT id names its dataset, where a line binds the id."""
    problems, dealt = Problems(), Dealt()
    bound: dict[int, tuple[int, str, str]] = {}
    for _, records in segments.read(paths, part, "claims"):
        for icat_id, line, id, location in records:
            known = bound.setdefault(icat_id, (line, id, location))
            if known[0] != line:
                reason = f"line {known[0]} binds the id to {known[2]!r}"
                problems.add(line, IdTaken(icat_id, location, reason))
    for _, records in segments.read(paths, part, "wanted"):
        for icat_id, (id, *rest, location) in records:
            _, id, location = bound.get(icat_id, (0, id, location))  # noqa: PLW2901
            dealt.by_id("inputs", id, (id, *rest, location))
    segments.write(path, dealt, {"problems": problems.told()})


class DatasetJoin:
    """One part of all datasets, with the edges that enter and leave them and the history that refers to them."""

    def __init__(self, part: int, paths: Sequence[Path], terms: Terms, numbers_from: int, files: Files) -> None:
        self.part = part
        self.paths = paths
        self.terms = terms
        self.next_number = numbers_from + part
        self.files = files
        self.problems = Problems()
        self.dealt = Dealt()
        self.lines: dict[str, int] = {}
        self.producers: dict[str, Record] = {}
        self.unread: dict[str, tuple[int, str]] = {}
        self.order = array("Q")
        self.expected_count = 0
        self.edge_count = 0

    def run(self, path: Path) -> None:
        """Write nodes and edges, and leave what the jobs must know."""
        for _, records in segments.read(self.paths, self.part, "outputs"):
            self._take_producers(records)
        for _, records in segments.read(self.paths, self.part, "datasets"):
            for id, line, row in records:
                self._take_dataset(id, line, row)
        self._refuse_outputs_not_announced()
        self._take_references()
        self._take_inputs()
        self._refuse_unread()
        self._take_catalogue()
        self.dealt.by_number("order", 0, (self.order.tobytes(),))
        made = {"expected": self.expected_count, "edges": self.edge_count, "csv": self.files.made}
        segments.write(path, self.dealt, {"problems": self.problems.told(), **made})

    def _take_producers(self, records: Iterable[Record]) -> None:
        for record in records:
            id, line, _, _, location, facts = record
            known = self.producers.setdefault(id, record)
            if known[1] != line:
                self.problems.add(line, SecondProducer(location, known[5][0]["key"], facts[0]["key"]))

    def _take_dataset(self, id: str, line: int, row: Row) -> None:
        if id in self.lines:
            self.problems.add(line, TwoLines("location", row["location"], self.lines[id]))
            return
        self.lines[id] = line
        producer = self.producers.get(id)
        if row.get("kind") == "unknown":
            self._take_unknown(id, line, row, producer)
            return
        kind = "processed" if producer else "raw"
        if row.setdefault("kind", kind) != kind:
            self.problems.add(line, InvalidField("kind", row["kind"], f"{kind}, by the jobs of the dump"))
        announced(row, producer[5] if producer else None)
        parameters = row["parameters"]
        self._link_catalogue(line, row)
        self.files.node("Dataset", line, row, parameters)
        if producer:
            self._link_producer(id, line, row, producer)

    def _take_unknown(self, id: str, line: int, row: Row, producer: Record | None) -> None:
        if producer:
            self.problems.add(line, InvalidField("state", row["state"], "a dataset that its own line announces"))
        if row["state"] == "expected":
            self.unread[id] = line, row["location"]
        self.files.node("Dataset", line, row)

    def _link_catalogue(self, line: int, row: Row) -> None:
        investigation, instrument, sample = row["investigation"], row["instrument"], row["sample"]
        edge = self.files.edge
        edge("PART_OF", NUMBERED, "Investigation", (line, investigation_key(investigation, instrument)))
        edge("OF_SAMPLE", NUMBERED, "Sample", (line, sample_key(investigation, instrument, sample)))
        for pid in row.get("techniques", ()):
            edge("USES_TECHNIQUE", NUMBERED, "Technique", (line, pid))

    def _link_producer(self, id: str, line: int, row: Row, producer: Record) -> None:
        _, job_line, job_id, since, _, (job, *_) = producer
        self.files.edge("OUTPUT", NUMBERED, NUMBERED, (job_line, line, id, since))
        self.edge_count += 1
        if "start_time" not in job or "end_time" not in job:
            self.dealt.by_id("times", job_id, (job_id, row["rank"], row["start_time"], row["end_time"]))

    def _refuse_outputs_not_announced(self) -> None:
        for id, (_, line, _, _, location, _) in self.producers.items():
            if id not in self.lines:
                self.problems.add(line, NotAnnounced("output", location))

    def _take_inputs(self) -> None:
        seen: set[tuple[str, int]] = set()
        expected: dict[str, tuple[int, str, int]] = {}
        for _, records in segments.read(self.paths, self.part, "inputs"):
            for id, job_line, job_id, since, location in records:
                if (id, job_line) in seen:
                    continue
                seen.add((id, job_line))
                self.unread.pop(id, None)
                line = self.lines.get(id)
                if line is None:
                    line, _, first = expected.get(id) or (self._new_number(), location, since)
                    expected[id] = line, location, min(first, since)
                self.files.edge("INPUT", NUMBERED, NUMBERED, (line, job_line, id, job_id, since))
                self.edge_count += 1
                producer = self.producers.get(id)
                if producer:
                    self.order.append(producer[1] << 32 | job_line)
        for id, (number, location, since) in expected.items():
            row = {"location": location, "id": id, "words": indexed(location), "kind": "unknown", "state": "expected"}
            made = {"named_at": self.terms.at, "since": since, "change": since}
            self.files.node("Dataset", number, row | made)
        self.expected_count = len(expected)

    def _new_number(self) -> int:
        number = self.next_number
        self.next_number += PARTS
        return number

    def _refuse_unread(self) -> None:
        for line, location in self.unread.values():
            self.problems.add(line, NotAnnounced("expected dataset", location))

    def _take_references(self) -> None:
        closed: dict[tuple[str, int], int] = {}
        for _, records in segments.read(self.paths, self.part, "closed"):
            for id, until, line, row in records:
                closed[id, until] = line
                parameters = row.pop("parameters", None)
                self.files.node("ClosedDataset", line, row, parameters)
        for _, records in segments.read(self.paths, self.part, "references"):
            for id, until, line, edge, payload, location in records:
                if edge == "ABOUT":
                    self._take_event(id, line, payload, location)
                    continue
                number = closed.get((id, until)) if until else self.lines.get(id)
                if number is None:
                    self.problems.add(line, NotAnnounced("dataset", location))
                else:
                    self._refer(id, number, line, edge, payload)

    def _refer(self, id: str, number: int, line: int, edge: str, payload: Any) -> None:
        if edge == "VERSION_OF":
            parameters = payload.pop("parameters", None)
            self.files.node("Version", line, payload, parameters)
            self.files.edge(edge, NUMBERED, NUMBERED, (line, number))
        elif edge == "HOLDS":
            self.unread.pop(id, None)
            self.files.edge(edge, "Publication", NUMBERED, (payload, number))
        else:
            job_id, job_until, since, until, key = payload
            self.dealt.by_id("was", job_id, (job_id, job_until, line, edge, number, since, until, key))

    def _take_event(self, id: str, line: int, payload: tuple[Row, list[str]], location: str) -> None:
        row, investigations = payload
        number = self.lines.get(id)
        self.files.node("Event", line, row)
        if row["kind"] == "schedule":
            for key in investigations:
                self.files.edge("ABOUT", NUMBERED, "Investigation", (line, key))
        elif number is None:
            self.problems.add(line, NotAnnounced("dataset", location))
        else:
            self.unread.pop(id, None)
            self.files.edge("ABOUT", NUMBERED, NUMBERED, (line, number))

    def _take_catalogue(self) -> None:
        nodes: dict[tuple[str, str], Row] = {}
        edges: dict[str, set[tuple[str, str]]] = {"on": set(), "holds": set()}
        for name, records in segments.read(self.paths, self.part, "catalogue", *edges):
            if name in edges:
                edges[name].update(records)
                continue
            for label, key, row in records:
                nodes[label, key] = merged(label, nodes.get((label, key)), row)
        for (label, key), row in nodes.items():
            self.files.node(label, key, row)
        for ends in edges["on"]:
            self.files.edge("ON", "Investigation", "Instrument", ends)
        for ends in edges["holds"]:
            self.files.edge("HOLDS", "Publication", "Investigation", ends)


class JobJoin:
    """One part of all jobs, with the edges of their history."""

    def __init__(self, part: int, paths: Sequence[Path], files: Files) -> None:
        self.part = part
        self.paths = paths
        self.files = files
        self.problems = Problems()

    def run(self, path: Path) -> None:
        """Write jobs and what is kept of closed ones."""
        times: dict[str, tuple[str, str, str]] = {}
        for _, records in segments.read(self.paths, self.part, "times"):
            for id, *said in records:
                times[id] = max(times.get(id, ("", "", "")), tuple(said))
        lines: dict[tuple[str, int], int] = {}
        for _, records in segments.read(self.paths, self.part, "jobs"):
            for id, line, row in records:
                if (id, 0) in lines:
                    self.problems.add(line, TwoLines("key", row["key"], lines[id, 0]))
                    continue
                lines[id, 0] = line
                self._job(line, row, times.get(id))
        for _, records in segments.read(self.paths, self.part, "closed_jobs"):
            for id, until, line, row in records:
                lines[id, until] = line
                self.files.node("ClosedJob", line, row)
        self._take_history(lines)
        segments.write(path, Dealt(), {"problems": self.problems.told(), "csv": self.files.made})

    def _job(self, line: int, row: Row, times: tuple[str, str, str] | None) -> None:
        if times:
            row.setdefault("start_time", times[1])
            row.setdefault("end_time", times[2])
        application = row.pop("application", None)
        self.files.node("Job", line, row)
        if application is not None:
            self.files.edge("RAN", NUMBERED, "Application", (line, application))

    def _take_history(self, lines: Mapping[tuple[str, int], int]) -> None:
        for _, records in segments.read(self.paths, self.part, "was"):
            for id, until, line, edge, dataset, since, closed, key in records:
                job = lines.get((id, until))
                if job is None:
                    self.problems.add(line, NotAnnounced("job", key))
                    continue
                ends = (dataset, job) if edge == "WAS_INPUT" else (job, dataset)
                self.files.edge(edge, NUMBERED, NUMBERED, (*ends, since, closed))
