"""A report's ancestors, as steps in the order of the data: who made what from what."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lineage.model.answers import Provenance, ProvenanceDataset, ProvenanceJob, Report
from lineage.report import facts


@dataclass(frozen=True)
class Step:
    """One job with what it read and wrote."""

    job: ProvenanceJob
    inputs: tuple[ProvenanceDataset, ...]
    outputs: tuple[ProvenanceDataset, ...]

    @property
    def name(self) -> str:
        """The application in its version, or what stands for one that nobody told."""
        application = self.job.application
        return f"{application.name} {application.version}".strip() if application else "unnamed application"

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """What the outputs say of their making beside what is told elsewhere: names, and values with units."""
        found: dict[str, str] = {}
        for output in self.outputs:
            for item in output.parameters:
                if item.name not in TOLD_ELSEWHERE:
                    found.setdefault(item.name, f"{item.value} {item.units or ''}".strip())
        return sorted(found.items())

    def told(self, *names: str) -> str:
        """Return the value of the first of some parameters that an output has."""
        said = {item.name: str(item.value) for output in self.outputs for item in output.parameters}
        return next((said[name] for name in names if said.get(name)), "")


TOLD_ELSEWHERE = frozenset(
    {
        *("Process_program", "Process_version", "Sample_name", "beamlineID", "datasetName", "proposal", "location"),
        *("startDate", "endDate", "input_datasets", "machine", "software", "complete", "Workflow_name", "Workflow_id"),
        *("Process_sequence_index", "lineage_assumed"),
    }
)


class Trace:
    """The datasets and steps that the members of a report come from."""

    def __init__(self, report: Report) -> None:
        self.members = frozenset(item.id for item in report.members)
        provenance = report.ancestors
        self.datasets = {item.id: item for item in provenance.datasets}
        self.producer = {target: source for type_, source, target in provenance.edges if type_ == "OUTPUT"}
        self._read = facts.ends(provenance, "INPUT")
        self._written = facts.ends(provenance, "OUTPUT")
        self._jobs = {job.id: job for job in provenance.jobs}

    def parents(self, id: str) -> Sequence[str]:
        """Return the ids of what a dataset was made from."""
        return self._read.get(self.producer.get(id, ""), ())

    @cached_property
    def order(self) -> list[str]:
        """Ids of all datasets, each after what it was made from; by location where that says nothing."""
        return ordered(sorted(self.datasets, key=lambda id: self.datasets[id].location), self.parents)

    @cached_property
    def steps(self) -> list[Step]:
        """All jobs, each after those that made what it read."""
        keys = dict.fromkeys(self.producer[id] for id in self.order if id in self.producer)
        return [
            Step(self._jobs[key], self._known(self._read.get(key, ())), self._known(self._written.get(key, ())))
            for key in keys
            if key in self._jobs
        ]

    @cached_property
    def steps_by_output(self) -> dict[str, Step]:
        """The step that made each dataset, by the id of the dataset."""
        return {item.id: step for step in self.steps for item in step.outputs}

    @cached_property
    def sources(self) -> list[ProvenanceDataset]:
        """Ancestors that are no members, in the order of the data."""
        return [self.datasets[id] for id in self.order if id not in self.members]

    def _known(self, ids: Iterable[str]) -> tuple[ProvenanceDataset, ...]:
        found = (self.datasets[id] for id in ids if id in self.datasets)
        return tuple(sorted(found, key=lambda item: item.location))


def ordered(ids: Sequence[str], parents: Callable[[str], Iterable[str]]) -> list[str]:
    """Return ids so that each comes after its parents; on a cycle, which the graph has none of, by the order given."""
    known, left = set(ids), dict.fromkeys(ids, 0)
    children: Mapping[str, list[str]] = defaultdict(list)
    for id in ids:
        for parent in set(parents(id)) & known:
            left[id] += 1
            children[parent].append(id)
    ready = [id for id in reversed(ids) if not left[id]]
    found: list[str] = []
    while ready:
        id = ready.pop()
        found.append(id)
        for child in reversed(children[id]):
            left[child] -= 1
            if not left[child]:
                ready.append(child)
    return found + [id for id in ids if left[id] > 0]


def span(provenance: Provenance) -> tuple[str, str]:
    """Return the days from the first beginning to the last end; empty where none is known."""
    times = [
        time[:10]
        for item in provenance.datasets
        for told in (item.start_time, item.end_time)
        if (time := facts.time(told))
    ]
    return (min(times), max(times)) if times else ("", "")
