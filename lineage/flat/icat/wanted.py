"""What is wanted in ICAT, how it is to be written, and what came of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lineage.errors import MessageError
from lineage.flat.columns import COLUMNS
from lineage.model.location import normalise

Mode = Literal["soft-links", "jobs"]
MODES: tuple[Mode, ...] = ("soft-links", "jobs")
Value = str | float
ValueType = Literal["STRING", "NUMERIC"]

EXAMPLES_MAX = 100
"""Refusals that a report holds; all are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class WantedJob:
    """A job, by a key of ours; `inputs` and `outputs` are ids in ICAT, None where it does not know the dataset yet."""

    key: str
    application: tuple[str, str]
    arguments: str
    inputs: Sequence[int | None]
    outputs: Sequence[int | None]


@dataclass(frozen=True, slots=True, eq=False)
class WantedDataset:
    """A dataset with the parameters that it is to have.

    `is_processed` decides on the type of a dataset that is created. One that `is_gone` is in the graph no more: what
    was written of it is taken away.
    """

    location: str
    icat_id: int | None
    investigation: str | None
    instrument: str | None
    name: str | None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    job: WantedJob | None = None
    is_processed: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class WantedType:
    """A ParameterType; `units` empty for none."""

    name: str
    units: str
    value_type: ValueType
    description: str
    is_of_collections: bool = False
    """It is a parameter of DataCollections, and not of Datasets."""


def column_types() -> tuple[WantedType, ...]:
    """Return the types of what the flat view writes."""
    return tuple(
        WantedType(
            column.about.name,
            column.about.unit,
            "NUMERIC" if column.type == "integer" else "STRING",
            f"{column.about.meaning} ({column.about.source})",
        )
        for column in COLUMNS
        if column.about.is_ours
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is written, or would be: `before` and `after` are None where there is nothing."""

    location: str
    what: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not written, and why."""

    location: str
    what: str
    reason: str


def _no_one(_change: Change) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Options:
    """How it is written.

    `types` are the ParameterTypes that may be needed. `mount_prefixes` are cut from locations in ICAT before they are
    compared. `tell` is called with every change.
    """

    modes: Sequence[Mode] = MODES
    is_dry_run: bool = False
    create_datasets: bool = False
    types: Sequence[WantedType] = field(default_factory=column_types)
    mount_prefixes: Sequence[str] = ()
    tell: Callable[[Change], None] = _no_one

    def location_of(self, text: str | None) -> str | None:
        """Return a location of ICAT as the graph names it, or as it is where the graph has none such; None for none."""
        try:
            return normalise(text, mount_prefixes=self.mount_prefixes) if text else None
        except MessageError:
            return text


@dataclass(slots=True)
class Report:
    """What came of it: `counts` by entity and created, updated, deleted or unchanged; the rest by name."""

    counts: Counter[str] = field(default_factory=Counter)
    waiting_datasets: int = 0
    waiting_jobs: int = 0
    refused_count: int = 0
    refused: list[Refusal] = field(default_factory=list)
    new_types: list[str] = field(default_factory=list)
    differing_types: dict[str, str] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)
    """Locations to look at again the next time: something of them was refused, or ICAT does not know their id yet."""
    kept: int = 0
    """Values that are no longer wanted, which somebody else wrote last: they stay."""

    @property
    def written(self) -> int:
        """How much was written, of all entities."""
        return sum(count for what, count in self.counts.items() if not what.endswith("unchanged"))

    def refuse(self, location: str, what: str, reason: str) -> None:
        """Keep a refusal."""
        self.refused_count += 1
        if location:
            self.again.add(location)
        if len(self.refused) < EXAMPLES_MAX:
            self.refused.append(Refusal(location, what, reason))
