"""DataCollections of jobs: one for the inputs and one for the outputs of each, found by a parameter of ours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lineage.flat.icat.arrays import ARRAY, ROWS_MAX, Step, settle
from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import literal
from lineage.flat.icat.types import Type
from lineage.flat.icat.wanted import Options, Report, WantedType

KEY_TYPE = WantedType(
    "lineage_collection",
    "",
    "STRING",
    "public id of the job that the collection belongs to, and its side: input or output",
    is_of_collections=True,
)
MEMBERS_AT_ONCE = ROWS_MAX - 2
"""Members that a collection is created with; the rest is added to it."""


def key_of(job: str, side: str) -> str:
    """Return the key of a collection."""
    return f"{job}/{side}"


@dataclass(frozen=True, slots=True)
class Side:
    """A collection as it is wanted; `location` is that of a dataset of its job."""

    key: str
    location: str
    datasets: tuple[int, ...]


Pair = tuple[int, int]
"""A collection and a dataset in it."""


@dataclass(frozen=True, slots=True)
class Collections:
    """Writes collections of some jobs."""

    client: Client
    key: Type
    options: Options
    report: Report

    def settle(self, wanted: Sequence[Side]) -> Mapping[str, int]:
        """Bring collections to what is wanted, and return the ids of those that are whole, by their keys."""
        ordered = sorted(wanted, key=lambda side: side.datasets)
        before = self._there(ordered)
        missing = [side for side in ordered if side.key not in before]

        def look(some: Sequence[Side]) -> list[Step[Side]]:
            there = self._there(some)
            return [
                Step(side, self._element(side), 2 + min(len(side.datasets), MEMBERS_AT_ONCE))
                for side in some
                if side.key not in there
            ]

        if self.options.is_dry_run:
            self.report.counts["DataCollection created"] += len(missing)
            return before
        settle(self.client, missing, look, lambda side, reason: self.report.refuse(side.location, side.key, reason))
        there = self._there(ordered)
        self.report.counts["DataCollection created"] += sum(side.key in there for side in missing)
        broken = self._fill({there[side.key]: side for side in ordered if side.key in there})
        return {key: id for key, id in there.items() if id not in broken}

    def release(self, jobs: Mapping[int, str | None]) -> None:
        """Take datasets out of the output collections of jobs that did not make them; what is empty then goes.

        `jobs` are the datasets with the keys of the jobs that made them. With its collections goes the Job.
        """
        if not self.key.id or not jobs:
            return

        def ask(ids: str) -> str:
            return (
                "SELECT m.id, m.dataset.id, c.id, p.stringValue FROM DataCollectionDataset m "
                f"JOIN m.dataCollection c JOIN c.parameters p WHERE p.type.id = {self.key.id} "
                f"AND p.createId = {literal(self.client.user)} AND m.dataset.id IN {ids}"
            )

        stale = [
            (member, collection, job)
            for member, dataset, collection, key in self.client.lookup(ask, sorted(jobs))
            if (job := _job_of(key)) and job != jobs[dataset]
        ]
        self.report.counts["DataCollectionDataset deleted"] += len(stale)
        if self.options.is_dry_run or not stale:
            return
        self.client.delete("DataCollectionDataset", [member for member, _, _ in stale])
        left = self._members({collection for _, collection, _ in stale})
        empty = {job for _, collection, job in stale if not left[collection]}
        keys = [Side(key_of(job, side), "", ()) for job in sorted(empty) for side in ("input", "output")]
        self.client.delete("DataCollection", self._there(keys).values())
        self.report.counts["Job deleted"] += len(empty)

    def _fill(self, wanted: Mapping[int, Side]) -> set[int]:
        """Bring the members of collections to what is wanted; return those where that was refused."""
        broken: set[int] = set()
        held = self._members(wanted)
        missing = sorted(
            ((id, dataset) for id, side in wanted.items() for dataset in side.datasets if dataset not in held[id]),
            key=lambda pair: (pair[1], pair[0]),
        )
        foreign = [
            member
            for id, side in wanted.items()
            for dataset, member in held[id].items()
            if dataset not in side.datasets
        ]

        def look(some: Sequence[Pair]) -> list[Step[Pair]]:
            there = self._members({collection for collection, _ in some})
            return [Step((id, dataset), _member(id, dataset)) for id, dataset in some if dataset not in there[id]]

        def refuse(pair: Pair, reason: str) -> None:
            broken.add(pair[0])
            self.report.refuse(wanted[pair[0]].location, f"{wanted[pair[0]].key}, Dataset {pair[1]}", reason)

        for start in range(0, len(missing), ARRAY):
            settle(self.client, missing[start : start + ARRAY], look, refuse)
        self.client.delete("DataCollectionDataset", foreign)
        self.report.counts["DataCollectionDataset created"] += len(missing)
        self.report.counts["DataCollectionDataset deleted"] += len(foreign)
        return broken

    def _there(self, wanted: Sequence[Side]) -> dict[str, int]:
        if not self.key.id:
            return {}

        def ask(keys: str) -> str:
            return (
                "SELECT p.stringValue, p.dataCollection.id FROM DataCollectionParameter p "
                f"WHERE p.type.id = {self.key.id} AND p.stringValue IN {keys} ORDER BY p.id"
            )

        return dict(reversed(self.client.lookup(ask, [side.key for side in wanted])))

    def _members(self, collections: Iterable[int]) -> Mapping[int, dict[int, int]]:
        """Return the members of collections: datasets with the ids of their rows."""

        def ask(ids: str) -> str:
            return (
                "SELECT m.dataCollection.id, m.dataset.id, m.id FROM DataCollectionDataset m "
                f"WHERE m.dataCollection.id IN {ids}"
            )

        found: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for collection, dataset, id in self.client.lookup(ask, sorted(collections)):
            found[collection][dataset] = id
        return found

    def _element(self, side: Side) -> dict[str, object]:
        members = [{"dataset": {"id": dataset}} for dataset in side.datasets[:MEMBERS_AT_ONCE]]
        key = {"type": {"id": self.key.id}, "stringValue": side.key}
        return {"DataCollection": {"dataCollectionDatasets": members, "parameters": [key]}}


def _member(collection: int, dataset: int) -> dict[str, object]:
    return {"DataCollectionDataset": {"dataCollection": {"id": collection}, "dataset": {"id": dataset}}}


def _job_of(key: str) -> str | None:
    """Return the job of an output collection; None for one of inputs."""
    job, _, side = key.rpartition("/")
    return job if side == "output" else None
