"""Jobs of a living ICAT: those that wrote the datasets of a page, with what they read and wrote."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from lineage.importing import objects, questions
from lineage.importing.jobs import KEY, published_id
from lineage.importing.messages import Job
from lineage.importing.questions import Ask

JOB = "j.id, j.arguments, a.name, a.version, f.name, ic.id, oc.id"
JOINS = (
    "Job j JOIN j.application a JOIN a.facility f "
    "LEFT JOIN j.inputDataCollection ic LEFT JOIN j.outputDataCollection oc"
)
MEMBER_OF = "JOIN m.dataCollection c"
KEPT = 500
"""Jobs in memory: one with many outputs is asked for once, not with every page."""


class LivingJobs:
    """Finds Jobs; those that were found last are kept."""

    def __init__(self, ask: Ask, facility: int) -> None:
        self._ask = ask
        self._kept: dict[int, Job] = {}
        self._key_types = questions.parameter_types(ask, facility, KEY)

    def makers_of(self, ids: Collection[int], member: str = "dataset") -> Mapping[int, list[Job]]:
        """Return the Jobs that have datasets, or datafiles, as output, by the id of these."""
        entity = f"DataCollection{member.capitalize()}"
        source = f"{entity} m JOIN m.{member} d {MEMBER_OF} JOIN c.jobsAsOutput j"
        pairs = list(questions.rows_within(self._ask, "m.id, j.id, d.id", source, "d.id", ids, key="m.id"))
        found = self._jobs({job for _, job, _ in pairs})
        makers: dict[int, list[Job]] = defaultdict(list)
        for _, job, made in sorted(pairs, key=lambda pair: pair[1]):
            if found[job] not in makers[made]:
                makers[made].append(found[job])
        return makers

    def without_members(self, side: str) -> Iterator[str]:
        """Yield the ids of Jobs whose collection of a side is there and empty."""
        lists = ("dataCollectionDatasets", "dataCollectionDatafiles", "dataCollectionInvestigations")
        joins = " ".join(f"LEFT JOIN c.{name} m{place}" for place, name in enumerate(lists))
        where = " AND ".join(f"m{place}.id IS NULL" for place in range(len(lists)))
        for row in questions.rows_of(self._ask, "j.id, c.id", f"Job j JOIN j.{side} c {joins}", where, key="j.id"):
            yield str(row[0])

    def without_output(self) -> Iterator[str]:
        """Yield the ids of Jobs that have no output, or an empty one."""
        source = "Job j LEFT JOIN j.outputDataCollection c"
        for row in questions.rows_of(self._ask, "j.id, j.arguments", source, "c.id IS NULL", key="j.id"):
            yield str(row[0])
        yield from self.without_members("outputDataCollection")

    def _jobs(self, ids: Iterable[int]) -> Mapping[int, Job]:
        wanted = set(ids)
        new = wanted - self._kept.keys()
        if len(self._kept) + len(new) > KEPT:
            self._kept = {id: self._kept[id] for id in wanted & self._kept.keys()}
        rows = list(questions.rows_within(self._ask, JOB, JOINS, "j.id", new, key="j.id"))
        collections = {id for row in rows for id in row[5:7] if id is not None}
        members, investigations, keys = (
            self._members(collections),
            self._investigations(collections),
            self._keys(collections),
        )
        for id, arguments, name, version, facility, source, target in rows:
            self._kept[id] = Job(
                id=str(id),
                facility=facility,
                application={"name": name, "version": version},
                arguments=arguments or "",
                inputs=frozenset(members.get(source, ())),
                outputs=frozenset(members.get(target, ())),
                investigations=tuple(sorted([*investigations.get(source, ()), *investigations.get(target, ())])),
                key=keys.get(source) or keys.get(target) or "",
            )
        return self._kept

    def _members(self, collections: Collection[int]) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        names = questions.NATURAL.removeprefix("d.id, ")
        source = f"DataCollectionDataset m {MEMBER_OF} JOIN m.dataset d {questions.NATURAL_JOINS}"
        for row in self._within(f"m.id, c.id, {names}", source, collections):
            found[row[1]].append(objects.dataset_location(questions.natural(row[2:])))
        source = f"DataCollectionDatafile m {MEMBER_OF} JOIN m.datafile x JOIN x.dataset d {questions.NATURAL_JOINS}"
        for row in self._within(f"m.id, c.id, x.location, x.name, {names}", source, collections):
            file = {"location": row[2], "name": row[3], "dataset": questions.natural(row[4:])}
            found[row[1]].append(objects.datafile_location(file))
        return found

    def _investigations(self, collections: Collection[int]) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        source = f"DataCollectionInvestigation m {MEMBER_OF} JOIN m.investigation i"
        for _, collection, name, visit in self._within("m.id, c.id, i.name, i.visitId", source, collections):
            found[collection].append(f"{name}/{visit}")
        return found

    def _keys(self, collections: Collection[int]) -> Mapping[int, str]:
        if not self._key_types:
            return {}
        source = f"DataCollectionParameter m {MEMBER_OF} JOIN m.type t"
        rows = self._within("m.id, c.id, t.id, m.stringValue", source, collections)
        return {collection: published_id(value or "") for _, collection, kind, value in rows if kind in self._key_types}

    def _within(self, select: str, source: str, collections: Collection[int]) -> Iterator[list[Any]]:
        return questions.rows_within(self._ask, select, source, "c.id", collections, key="m.id")
