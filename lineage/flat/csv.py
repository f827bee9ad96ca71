"""Rows as CSV (RFC 4180): UTF-8, a line of names first, nothing for None, true and false in words."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lineage.flat.columns import COLUMNS, NAMES, FlatRow, Value, values

ROWS_AT_ONCE = 500
_BOOLEANS = tuple(place for place, column in enumerate(COLUMNS) if column.type == "boolean")


def write(rows: Iterable[FlatRow]) -> Iterator[bytes]:
    """Yield the file in pieces."""
    rest, head = iter(rows), [NAMES]
    while chunk := list(islice(rest, ROWS_AT_ONCE)):
        yield _lines(chain(head, map(_cells, chunk)))
        head = []
    if head:
        yield _lines(head)


def _cells(row: FlatRow) -> list[Value]:
    cells = list(values(row))
    for place in _BOOLEANS:
        cells[place] = str(cells[place]).lower()
    return cells


def _lines(lines: Iterable[Iterable[Value]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()
