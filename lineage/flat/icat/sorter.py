"""Our side in the order of ICAT's ids: rows of the flat view, sorted on disk."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from lineage.errors import FileUnwritable
from lineage.flat.columns import FlatRow
from lineage.flat.icat.held import Said
from lineage.flat.parameters import parameters

_TABLE = """create table wanted (icat_id integer, location text, investigation text, instrument text, name text,
said text, is_met integer default 0)"""
_INDEXES = (
    "create index by_id on wanted (icat_id)",
    "create index by_location on wanted (location) where icat_id is null",
)
_SELECT = "select icat_id, location, investigation, instrument, name, said from wanted"
_ID_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Row:
    """What a dataset is to hold in ICAT; `icat_id` None is one whose id the graph does not know."""

    icat_id: int | None
    location: str
    investigation: str | None
    instrument: str | None
    name: str | None
    parameters: Said


class Sorter:
    """Rows in a file that nobody else sees, from `with` to its end."""

    def __init__(self, rows: Iterable[FlatRow]) -> None:
        """Take all rows; raises FileUnwritable where the disk of temporary files has no room for them."""
        self._sql = sqlite3.connect("", isolation_level=None)
        try:
            self._fill(rows)
        except sqlite3.OperationalError as error:
            self._sql.close()
            raise FileUnwritable(
                "of the comparison", f"cannot be written among the temporary files: {error}"
            ) from error

    def _fill(self, rows: Iterable[FlatRow]) -> None:
        self._sql.execute(_TABLE)
        self._sql.execute("begin")
        self._sql.executemany(
            "insert into wanted values (?, ?, ?, ?, ?, ?, 0)",
            ((row.icat_id, row.location, row.investigation, row.instrument, row.name, _said(row)) for row in rows),
        )
        for index in _INDEXES:
            self._sql.execute(index)
        self._sql.execute("commit")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sql.close()

    def within(self, first: int, last: int = _ID_MAX) -> list[Row]:
        """Return the rows whose id is in a range, by id."""
        found = self._sql.execute(f"{_SELECT} where icat_id between ? and ? order by icat_id", (first, last))
        return [_row(one) for one in found]

    def at(self, location: str) -> Row | None:
        """Return the row of a location whose id the graph does not know, and note that ICAT has it."""
        where = "where icat_id is null and location = ?"
        found = self._sql.execute(f"{_SELECT} {where}", (location,)).fetchone()
        if found is None:
            return None
        self._sql.execute(f"update wanted set is_met = 1 {where}", (location,))
        return _row(found)

    def waiting(self) -> Iterator[str]:
        """Yield the locations that ICAT was not seen to have, of those without an id."""
        rows = self._sql.execute("select location from wanted where icat_id is null and not is_met order by location")
        return (location for (location,) in rows)


def _said(row: FlatRow) -> str:
    return json.dumps({name: value for name, value in parameters(row).items() if value != ""})


def _row(found: tuple[int | None, str, str | None, str | None, str | None, str]) -> Row:
    icat_id, location, investigation, instrument, name, said = found
    return Row(icat_id, location, investigation, instrument, name, json.loads(said))
