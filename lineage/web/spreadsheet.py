"""Lists as CSV: one line an item, made while they are sent; no cell is taken for a formula by a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from fastapi import Response
from starlette.responses import StreamingResponse

from lineage.errors import LineageError
from lineage.model import answers

MEDIA_TYPE = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PAGE = 1000

Ask = Callable[[str | None], answers.Page[Any]]
"""Asks for the page after a cursor; None is the first."""


def of_pages(name: str, columns: Sequence[str], ask: Ask) -> Response:
    """Return every item of a list; the first page is asked for before the response starts, so it may fail."""
    first = ask(None)
    return _sent(name, columns, _rows(columns, first, ask))


def of_rows(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Return rows that are there already."""
    return _sent(name, columns, iter(rows))


def _rows(columns: Sequence[str], page: answers.Page[Any], ask: Ask) -> Iterator[Sequence[Any]]:
    while True:
        for item in page.items:
            yield [getattr(item, column) for column in columns]
        if page.next is None:
            return
        page = ask(page.next)


def _sent(name: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(_lines(columns, rows), headers=headers, media_type=MEDIA_TYPE)


def _lines(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    yield _line(columns)
    try:
        for row in rows:
            yield _line(row)
    except LineageError as error:  # the list is not whole, and must not look as if it were
        yield _line(["the list ends here", error.message])


def _line(cells: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_cell(cell) for cell in cells])
    return text.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
