"""What viewers are made from: a walk down from some raw datasets, read by parameters and by what came from what.

Names, units and meanings of parameters are those of the facility's definitions; a viewer names a parameter, and spells
nothing itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from lineage.ingest.definitions import Definition
from lineage.model.answers import Provenance, ProvenanceDataset, ProvenanceJob
from lineage.web.viewers.blocks import Column, Entry, Fact, Value

WORD = re.compile(r"[A-Z][a-z]+")
WORDS = re.compile(r"_|(?<=[a-z])(?=[A-Z])")


class Material:
    """A walk, with the definitions of its parameters."""

    def __init__(self, found: Provenance, definitions: Mapping[str, Definition]) -> None:
        self._definitions = definitions
        self._jobs = {job.id: job for job in found.jobs}
        self._values = {one.id: {each.name: each.value for each in one.parameters} for one in found.datasets}
        self.datasets = {one.id: one for one in found.datasets}
        self.starts = [self.datasets[one.id] for one in found.starts if one.id in self.datasets]
        self._producers = {target: source for type_, source, target in found.edges if type_ == "OUTPUT"}
        self._readers: dict[str, list[str]] = {}
        self._made: dict[str, list[str]] = {}
        for type_, source, target in found.edges:
            (self._readers if type_ == "INPUT" else self._made).setdefault(source, []).append(target)

    def derived(self, start: ProvenanceDataset) -> list[ProvenanceDataset]:
        """Return what was made from a dataset, the nearest first, then by location."""
        return [self.datasets[id] for id in self._derived[start.id]]

    def starts_of(self, dataset: ProvenanceDataset) -> list[ProvenanceDataset]:
        """Return the starts that a dataset was made from."""
        return [start for start in self.starts if self.is_from(dataset, start)]

    def is_from(self, dataset: ProvenanceDataset, start: ProvenanceDataset) -> bool:
        """Say whether a dataset was made from a start."""
        return dataset.id in self._derived[start.id]

    @cached_property
    def made(self) -> list[ProvenanceDataset]:
        """Everything made from the starts, each once, the nearest first."""
        ids = {id for found in self._derived.values() for id in found}
        return [self.datasets[id] for id in sorted(ids, key=lambda id: (self._level[id], self.datasets[id].location))]

    def level(self, dataset: ProvenanceDataset) -> int:
        """Return the length of the longest way to a dataset from a start, in processing steps."""
        return self._level[dataset.id]

    def inputs(self, dataset: ProvenanceDataset) -> list[ProvenanceDataset]:
        """Return what a dataset was made from in one step, by location, as far as the walk came by."""
        job = self._producers.get(dataset.id)
        found = [self.datasets[id] for id, jobs in self._readers.items() if job in jobs and id in self.datasets]
        return sorted(found, key=lambda one: one.location)

    def producer(self, dataset: ProvenanceDataset) -> ProvenanceJob | None:
        """Return the job that made a dataset; None for a raw one."""
        return self._jobs.get(self._producers.get(dataset.id, ""))

    def value(self, dataset: ProvenanceDataset, name: str) -> Value | None:
        """Return the value of a parameter; None for one that is not there or empty."""
        value = self._values[dataset.id].get(name)
        return None if value == "" else value

    def number(self, dataset: ProvenanceDataset, name: str) -> float | None:
        """Return the value of a parameter as a number; None for one that is no number, for which texts may stand."""
        value = self.value(dataset, name)
        try:
            return None if value is None else float(value)
        except ValueError:
            return None

    def tells(self, dataset: ProvenanceDataset, prefix: str) -> bool:
        """Say whether a dataset has a parameter of a part of the definitions, such as ``EMCTF_``."""
        return any(name.startswith(prefix) for name in self._values[dataset.id])

    def column(self, name: str, error: str | None = None, *, cut: str = "") -> Column:
        """Return a parameter as a heading, in the words of the definitions; `error` names that of its error.

        `cut` is the beginning of names that goes without saying; absent it is their group.
        """
        known = self._definitions.get(name)
        short = name.removeprefix(cut) if cut and name.startswith(cut) else name.partition("_")[2] or name
        label = " ".join(_word(word) for word in WORDS.split(short))
        return Column(name, label, known.units if known else "", known.description if known else "", error)

    def columns(self, *names: str | tuple[str, str], cut: str = "") -> list[Column]:
        """Return several headings; a pair is a value and its error. Those that sound alike are told by their groups."""
        found = [self.column(*(name if isinstance(name, tuple) else (name,)), cut=cut) for name in names]
        labels = Counter(column.label for column in found)
        return [replace(one, label=self._with_group(one)) if labels[one.label] > 1 else one for one in found]

    def _with_group(self, column: Column) -> str:
        known = self._definitions.get(column.name)
        return f"{known.group.rpartition('/')[2]} {column.label}" if known and known.group else column.label

    def entry(self, dataset: ProvenanceDataset, columns: Iterable[Column]) -> Entry:
        """Return a dataset with its values under some headings."""
        facts = {}
        for column in columns:
            value = self.value(dataset, column.name)
            if value is not None:
                facts[column.name] = Fact(column, value, self.value(dataset, column.error) if column.error else None)
        return Entry(dataset, self.producer(dataset), facts)

    @cached_property
    def _derived(self) -> dict[str, dict[str, None]]:
        """The ids of what was made from each start, in order; keys of a dict, since it is asked who is among them."""
        return {start.id: dict.fromkeys(self._reached(start.id)) for start in self.starts}

    def _reached(self, start: str) -> list[str]:
        found: list[str] = []
        seen, near = {start}, [start]
        while near:
            ahead = {id for one in near for id in self._after(one)} - seen
            near = sorted(ahead, key=lambda id: self.datasets[id].location)
            seen |= ahead
            found += near
        return found

    def _after(self, id: str) -> list[str]:
        made = (made for job in self._readers.get(id, ()) for made in self._made.get(job, ()))
        return [one for one in made if one in self.datasets]

    @cached_property
    def _level(self) -> dict[str, int]:
        """The longest way to each dataset; it ends, because the graph has no rings."""
        levels = {start.id: 0 for start in self.starts}
        near = set(levels)
        while near:
            ahead: set[str] = set()
            for one in near:
                for id in self._after(one):
                    if levels.get(id, -1) < levels[one] + 1:
                        levels[id] = levels[one] + 1
                        ahead.add(id)
            near = ahead
        return levels


def _word(word: str) -> str:
    return word.lower() if WORD.fullmatch(word) else word
