"""What viewers show, said without HTML: tables with a row for each raw dataset, and chains of boxes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lineage.model.answers import ProvenanceDataset, ProvenanceJob

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Column:
    """A parameter as a heading; units and meaning are empty where the definitions give none."""

    name: str
    label: str
    units: str = ""
    meaning: str = ""
    error: str | None = None
    """The parameter that holds the error of the value."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its heading, with its error where there is one."""

    column: Column
    value: Value
    error: Value | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset in a table, with the job that made it and its values by parameter."""

    dataset: ProvenanceDataset
    job: ProvenanceJob | None
    facts: Mapping[str, Fact]

    @property
    def program(self) -> str:
        """The application that made it, in its version; empty where nobody says."""
        application = self.job.application if self.job else None
        return f"{application.name} {application.version}".strip() if application else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the processing as a group of columns; one without columns lists its datasets by name."""

    title: str
    columns: Sequence[Column] = ()
    program: str = ""
    """The one program that made all of it; empty where there are several."""
    has_dataset: bool = True
    """False where it tells of the same datasets as the part before."""


@dataclass(frozen=True, slots=True)
class Row:
    """A raw dataset, and for each part of its table what was made in that step: the one that is shown, then others."""

    start: Entry
    cells: Sequence[Sequence[Entry]]
    note: str = ""

    def others(self, table: "Table") -> list[tuple[Part, Sequence[Entry]]]:
        """Return what stands behind what is shown, by part."""
        parts = zip(table.parts, self.cells, strict=True)
        return [
            (replace(part, has_dataset=True), entries[1:]) for part, entries in parts if part.columns and entries[1:]
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under parts; `own` is what the raw datasets tell of themselves."""

    caption: str
    own: Part
    parts: Sequence[Part]
    rows: Sequence[Row]
    order: str = ""
    """Why of several results one is shown and the others stand behind it."""

    @property
    def has_columns(self) -> bool:
        """False where datasets alone are listed."""
        return any(part.columns for part in (self.own, *self.parts))

    @property
    def width(self) -> int:
        """How many columns there are."""
        return sum(part.has_dataset + len(part.columns) for part in (self.own, *self.parts))


@dataclass(frozen=True, slots=True)
class Box:
    """A step of a chain, with what is to be known of it."""

    title: str
    entry: Entry | None = None
    note: str = ""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Boxes from left to right, some of them side by side in one step."""

    caption: str
    steps: Sequence[Sequence[Box]]


Block = Table | Chain


@dataclass(frozen=True, slots=True)
class Line:
    """A value as a line of a file: in which row and step, of which dataset."""

    row: str
    step: str
    dataset: ProvenanceDataset
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a viewer shows."""

    blocks: Sequence[Block] = field(default_factory=tuple)

    @property
    def columns(self) -> list[Column]:
        """Every heading that the definitions explain, once."""
        named = {column.name: column for block in self.blocks for column in _columns(block) if column.meaning}
        return list(named.values())

    def lines(self) -> Iterator[Line]:
        """Yield every value; a dataset without one is a line too."""
        for block in self.blocks:
            yield from _table_lines(block) if isinstance(block, Table) else _chain_lines(block)


def _columns(block: Block) -> Iterator[Column]:
    if isinstance(block, Table):
        for part in (block.own, *block.parts):
            yield from part.columns
    else:
        for box in (box for step in block.steps for box in step):
            yield from (fact.column for fact in box.facts)


def _table_lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        location = row.start.dataset.location
        yield from _entry_lines(location, table.own.title, row.start)
        for part, entries in zip(table.parts, row.cells, strict=True):
            for entry in entries:
                yield from _entry_lines(location, part.title, entry)


def _chain_lines(chain: Chain) -> Iterator[Line]:
    for box in (box for step in chain.steps for box in step):
        if box.entry:
            for fact in box.facts or (None,):
                yield Line(chain.caption, box.title, box.entry.dataset, fact)


def _entry_lines(row: str, step: str, entry: Entry) -> Iterator[Line]:
    for fact in entry.facts.values() or (None,):
        yield Line(row, step, entry.dataset, fact)
