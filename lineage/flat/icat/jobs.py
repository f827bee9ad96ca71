"""Jobs in ICAT's own tables: Application, DataCollection, Job.

Job and DataCollection have no key in ICAT. So each collection of ours has a parameter, ``lineage_collection``, that
holds the public id of the job and the side it is on; by that it is found again, and written once. A job is written when
ICAT knows all its datasets, its collections before itself: a Job that is there is whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lineage.flat.icat.arrays import ARRAY, Step, settle
from lineage.flat.icat.client import Client
from lineage.flat.icat.collections import KEY_TYPE, Collections, Side, key_of
from lineage.flat.icat.types import Type
from lineage.flat.icat.wanted import Change, Options, Report, WantedDataset, WantedJob

__all__ = ["KEY_TYPE", "Jobs"]

NAME_CHARS_MAX = 255
ARGUMENTS_CHARS_MAX = 255


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A job that can be written; `location` is that of a dataset that it made."""

    location: str
    job: WantedJob
    application: tuple[str, str]
    arguments: str | None


@dataclass(frozen=True, slots=True)
class _Held:
    """A Job that ICAT holds."""

    id: int
    application: int
    arguments: str | None
    input: int | None


@dataclass(slots=True)
class Jobs:
    """Writes the jobs that made datasets whose ids are known; each one once."""

    client: Client
    key: Type
    options: Options
    report: Report
    seen: set[str] = field(default_factory=set)

    def write(self, datasets: Mapping[int, WantedDataset]) -> None:
        """Bring the jobs of some datasets to what is wanted."""
        wanted = [found for _, dataset in sorted(datasets.items()) if (found := self._wanted(dataset))]
        collections = Collections(self.client, self.key, self.options, self.report)
        for start in range(0, len(wanted), ARRAY):
            self._some(wanted[start : start + ARRAY], collections)
        collections.release({id: dataset.job.key if dataset.job else None for id, dataset in datasets.items()})

    def wait(self, datasets: Iterable[WantedDataset]) -> None:
        """Count the jobs of datasets that ICAT does not know."""
        keys = {dataset.job.key for dataset in datasets if dataset.job} - self.seen
        self.seen |= keys
        self.report.waiting_jobs += len(keys)

    def _wanted(self, dataset: WantedDataset) -> _Wanted | None:
        job = dataset.job
        if job is None or job.key in self.seen:
            return None
        self.seen.add(job.key)
        if None in job.inputs or None in job.outputs:
            self.report.waiting_jobs += 1
            return None
        name, version = (text.rstrip() for text in job.application)
        if not name or max(len(name), len(version)) > NAME_CHARS_MAX:
            reason = (
                f"its application {name!r}, {version!r} has no name, or does not fit into {NAME_CHARS_MAX} characters"
            )
            self.report.refuse(dataset.location, "Job", reason)
            return None
        is_long = len(job.arguments) > ARGUMENTS_CHARS_MAX
        if is_long:
            reason = f"{len(job.arguments)} characters do not fit into {ARGUMENTS_CHARS_MAX}; left out"
            self.report.refuse(dataset.location, "Job arguments", reason)
        return _Wanted(dataset.location, job, (name, version), None if is_long else job.arguments or None)

    def _some(self, wanted: Sequence[_Wanted], collections: Collections) -> None:
        applications = self._applications(wanted)
        sides = {one: _sides(one) for one in wanted}
        there = collections.settle([side for several in sides.values() for side in several])
        ready = [
            one
            for one in wanted
            if self.options.is_dry_run
            or (one.application in applications and all(side.key in there for side in sides[one]))
        ]

        def look(some: Sequence[_Wanted]) -> list[Step[_Wanted]]:
            held = self._held(some)
            return [
                Step(one, {"Job": element})
                for one in some
                if (element := _element(one, held.get(one.job.key), applications, there))
            ]

        held = self._held(ready)
        differing = [one for one in ready if _element(one, held.get(one.job.key), applications, there)]
        refused: list[_Wanted] = []

        def refuse(one: _Wanted, reason: str) -> None:
            refused.append(one)
            self.report.refuse(one.location, "Job", reason)

        if not self.options.is_dry_run:
            settle(self.client, differing, look, refuse)
        self.report.counts["Job unchanged"] += len(ready) - len(differing)
        for one in differing:
            if one not in refused:
                before = held.get(one.job.key)
                self.report.counts[f"Job {'updated' if before else 'created'}"] += 1
                told = before and {"application": before.application, "arguments": before.arguments}
                self.options.tell(Change(one.location, "Job", told, f"{' '.join(one.application)} {one.job.key}"))

    def _held(self, wanted: Iterable[_Wanted]) -> dict[str, _Held]:
        """Return the Jobs that are there, by our keys."""
        keys = {key_of(one.job.key, "output"): one.job.key for one in wanted}
        if not self.key.id:
            return {}

        def ask(them: str) -> str:
            return (
                "SELECT p.stringValue, j.id, a.id, j.arguments, i.id FROM Job j JOIN j.application a "
                "JOIN j.outputDataCollection c JOIN c.parameters p LEFT JOIN j.inputDataCollection i "
                f"WHERE p.type.id = {self.key.id} AND p.stringValue IN {them} ORDER BY j.id"
            )

        return {keys[key]: _Held(*rest) for key, *rest in reversed(self.client.lookup(ask, keys))}

    def _applications(self, wanted: Iterable[_Wanted]) -> Mapping[tuple[str, str], int]:
        """Return the ids of applications by name and version, the missing ones made."""
        pairs = sorted({one.application for one in wanted})

        def ask(names: str) -> str:
            return (
                "SELECT a.name, a.version, a.id FROM Application a "
                f"WHERE a.facility.id = {self.client.facility_id} AND a.name IN {names}"
            )

        def there() -> dict[tuple[str, str], int]:
            names = sorted({name for name, _ in pairs})
            return {(name, version): id for name, version, id in self.client.lookup(ask, names)}

        def look(some: Sequence[tuple[str, str]]) -> list[Step[tuple[str, str]]]:
            held = there()
            facility = {"id": self.client.facility_id}
            return [
                Step(one, {"Application": {"facility": facility, "name": one[0], "version": one[1]}})
                for one in some
                if one not in held
            ]

        missing = [step.wanted for step in look(pairs)]
        if not self.options.is_dry_run:
            settle(
                self.client,
                missing,
                look,
                lambda one, reason: self.report.refuse("", f"Application {' '.join(one)}", reason),
            )
        found = there()
        self.report.counts["Application created"] += sum(one in found or self.options.is_dry_run for one in missing)
        return found


def _sides(wanted: _Wanted) -> list[Side]:
    """Return the collections of a job; one without inputs has none of them."""
    job = wanted.job
    sides = {"input": job.inputs, "output": job.outputs}
    return [
        Side(key_of(job.key, name), wanted.location, tuple(sorted({id for id in ids if id is not None})))
        for name, ids in sides.items()
        if ids
    ]


def _element(
    wanted: _Wanted, held: _Held | None, applications: Mapping[tuple[str, str], int], there: Mapping[str, int]
) -> dict[str, Any]:
    """Return what makes a Job what it is to be; nothing where it is."""
    application = applications.get(wanted.application)
    output, source = (there.get(key_of(wanted.job.key, side)) for side in ("output", "input"))
    if held is None:
        element: dict[str, Any] = {"application": {"id": application}, "outputDataCollection": {"id": output}}
        element |= {"inputDataCollection": {"id": source}} if source else {}
        return element | ({"arguments": wanted.arguments} if wanted.arguments else {})
    differing: dict[str, Any] = {}
    if held.application != application and application:
        differing["application"] = {"id": application}
    if held.arguments != wanted.arguments:
        differing["arguments"] = wanted.arguments
    if held.input != source and source:
        differing["inputDataCollection"] = {"id": source}
    return {"id": held.id, **differing} if differing else {}
