"""The rows, in SQLite: a table an entity, unique keys that ignore trailing blanks, rows that go with their parents."""
# ruff: noqa: S608 - names come from `entities`

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from tests.flat.icat.double.entities import ENTITIES, Entity

TYPES = {"string": "TEXT COLLATE RTRIM", "number": "REAL", "integer": "INTEGER", "boolean": "INTEGER", "date": "TEXT"}
OWN = "id INTEGER PRIMARY KEY, createId TEXT, createTime TEXT, modId TEXT, modTime TEXT"
Row = dict[str, object]


class Store:
    """A database of its own; one transaction at a time, as its owner sees to."""

    def __init__(self) -> None:
        self.sql = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.sql.row_factory = sqlite3.Row
        self.sql.execute("PRAGMA foreign_keys = ON")
        self.sql.execute("PRAGMA case_sensitive_like = ON")
        for entity in ENTITIES.values():
            self.sql.execute(_table(entity))
            for reference in entity.references:
                name, column = f"{entity.name}_{reference.name}", reference.name
                self.sql.execute(f'CREATE INDEX "{name}" ON "{entity.name}" ("{column}")')
        self.last_ids: dict[str, int] = defaultdict(int)
        """A counter a table; it does not go back when a write is rolled back, so there are gaps."""
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.user = "simple/root"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.sql.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.sql.execute("ROLLBACK")
            raise
        self.sql.execute("COMMIT")

    def insert(self, entity: str, values: Row) -> int:
        """Add a row and return its id; raises sqlite3.IntegrityError for a second one of a unique key."""
        self.last_ids[entity] += 1
        who, when = self.user, self.now()
        row = {
            "id": self.last_ids[entity],
            **values,
            "createId": who,
            "createTime": when,
            "modId": who,
            "modTime": when,
        }
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self.sql.execute(f'INSERT INTO "{entity}" ({columns}) VALUES ({marks})', tuple(row.values()))
        return self.last_ids[entity]

    def update(self, entity: str, id: object, values: Row) -> None:
        """Change a row; with no values only its time and the user who changed it."""
        row = {**values, "modId": self.user, "modTime": self.now()}
        columns = ", ".join(f'"{name}" = ?' for name in row)
        self.sql.execute(f'UPDATE "{entity}" SET {columns} WHERE id = ?', (*row.values(), id))

    def delete(self, entity: str, id: object) -> None:
        self.sql.execute(f'DELETE FROM "{entity}" WHERE id = ?', (id,))

    def get(self, entity: str, id: object) -> sqlite3.Row | None:
        """Return a row."""
        found: sqlite3.Row | None = self.sql.execute(f'SELECT * FROM "{entity}" WHERE id = ?', (id,)).fetchone()
        return found

    def like(self, entity: Entity, values: Row) -> int | None:
        """Return the id of the row that has the unique key of these values."""
        if not entity.unique or any(values.get(name) is None for name in entity.unique):
            return None
        where = " AND ".join(f'"{name}" = ?' for name in entity.unique)
        found = self.sql.execute(
            f'SELECT id FROM "{entity.name}" WHERE {where}', [values[name] for name in entity.unique]
        ).fetchone()
        return found[0] if found else None

    def now(self) -> str:
        return written(self.clock())


def written(when: datetime) -> str:
    """Return a time as the columns hold it: whole seconds."""
    when = when.astimezone(UTC)
    return f"{when.year:04}-{when:%m-%dT%H:%M:%S}.000Z"


def later(when: datetime, minutes: int) -> datetime:
    return when + timedelta(minutes=minutes)


def _table(entity: Entity) -> str:
    columns = [f'"{one.name}" {TYPES[one.kind]}' for one in entity.attributes]
    columns += [f'"{one.name}" INTEGER REFERENCES "{one.entity}" ON DELETE CASCADE' for one in entity.references]
    if entity.unique:
        columns.append(f"UNIQUE ({', '.join(f'{name!r}' for name in entity.unique)})".replace("'", '"'))
    return f'CREATE TABLE "{entity.name}" ({", ".join([OWN, *columns])})'
