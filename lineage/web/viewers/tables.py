"""A table without what says nothing: empty columns and parts, and what every row would say again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lineage.web.viewers.blocks import Entry, Part, Row, Table


def table(caption: str, own: Part, parts: Sequence[Part], rows: Sequence[Row], order: str = "") -> Table:
    """Return rows under those parts, and those columns, that any of them fills."""
    filled = [number for number in range(len(parts)) if any(row.cells[number] for row in rows)]
    kept = [replace(row, cells=[row.cells[number] for number in filled]) for row in rows]
    columns = [_column(kept, number) for number in range(len(filled))]
    shown = [_slim(parts[number], entries) for number, entries in zip(filled, columns, strict=True)]
    again = [False, *(_are_same(kept, before, here) for before, here in pairwise(range(len(filled))))]
    slim = [replace(part, has_dataset=not same or not part.columns) for part, same in zip(shown, again, strict=False)]
    return Table(caption, _slim(own, [row.start for row in rows]), slim, kept, order)


def _column(rows: Sequence[Row], number: int) -> list[Entry]:
    return [entry for row in rows for entry in row.cells[number]]


def _slim(part: Part, entries: Sequence[Entry]) -> Part:
    """Leave out columns without a value; a program that made all of it is told once."""
    columns = [column for column in part.columns if any(column.name in entry.facts for entry in entries)]
    programs = {entry.program for entry in entries}
    program = programs.pop() if len(programs) == 1 and part.columns else ""
    return replace(part, columns=columns, program=program)


def _are_same(rows: Sequence[Row], before: int, here: int) -> bool:
    """Say whether a part tells of the same datasets as the one before it, so that they need not be named again."""
    return all(
        [entry.dataset.id for entry in row.cells[before]] == [entry.dataset.id for entry in row.cells[here]]
        for row in rows
    )
