"""The two other ways to keep lineage, as one would build them: a job table, and soft links in a parameter.

Both answer with the locations of datasets and their least distance, as the graph does for datasets; both are in the
same PostgreSQL, over the same datasets.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

from bench.shapes import Direction, Step

TABLES = """
CREATE TABLE dataset (id integer NOT NULL, location text NOT NULL);
CREATE TABLE job (id integer NOT NULL, application text NOT NULL);
CREATE TABLE job_input (job_id integer NOT NULL, dataset_id integer NOT NULL);
CREATE TABLE job_output (job_id integer NOT NULL, dataset_id integer NOT NULL);
CREATE TABLE dataset_parameter (dataset_id integer NOT NULL, name text NOT NULL, value text NOT NULL);
"""
INDEXES = """
ALTER TABLE dataset ADD PRIMARY KEY (id), ADD UNIQUE (location);
ALTER TABLE job ADD PRIMARY KEY (id);
ALTER TABLE job_input ADD PRIMARY KEY (job_id, dataset_id);
ALTER TABLE job_output ADD PRIMARY KEY (dataset_id);
ALTER TABLE dataset_parameter ADD PRIMARY KEY (dataset_id, name);
CREATE INDEX ON job_input (dataset_id);
CREATE INDEX ON job_output (job_id);
ANALYZE;
"""
LINKS = "input_datasets"

RECURSIVE: dict[Direction, LiteralString] = {
    "ancestors": """
        WITH RECURSIVE found (id, steps) AS (
            SELECT %(start)s::integer, 0
            UNION
            SELECT i.dataset_id, f.steps + 1
            FROM found f JOIN job_output o ON o.dataset_id = f.id JOIN job_input i ON i.job_id = o.job_id
            WHERE f.steps < %(steps)s
        ) SELECT d.location, min(f.steps) FROM found f JOIN dataset d USING (id)
        WHERE f.steps > 0 GROUP BY 1 ORDER BY 2, 1
    """,
    "descendants": """
        WITH RECURSIVE found (id, steps) AS (
            SELECT %(start)s::integer, 0
            UNION
            SELECT o.dataset_id, f.steps + 1
            FROM found f JOIN job_input i ON i.dataset_id = f.id JOIN job_output o ON o.job_id = i.job_id
            WHERE f.steps < %(steps)s
        ) SELECT d.location, min(f.steps) FROM found f JOIN dataset d USING (id)
        WHERE f.steps > 0 GROUP BY 1 ORDER BY 2, 1
    """,
}
NEXT_LEVEL: dict[Direction, LiteralString] = {
    "ancestors": "SELECT DISTINCT i.dataset_id FROM job_output o JOIN job_input i USING (job_id)"
    " WHERE o.dataset_id = ANY(%s)",
    "descendants": "SELECT DISTINCT o.dataset_id FROM job_input i JOIN job_output o USING (job_id)"
    " WHERE i.dataset_id = ANY(%s)",
}
SAID_BY = "SELECT value FROM dataset_parameter WHERE dataset_id = ANY(%s) AND name = %s"
WHO_SAYS = "SELECT dataset_id FROM dataset_parameter WHERE name = %s AND ',' || value || ',' LIKE ANY(%s)"
LOCATIONS = "SELECT id, location FROM dataset WHERE id = ANY(%s)"

Found = list[tuple[str, int]]
"""Locations with their least distance in steps, nearest first."""

Ask = Callable[[Direction, str, int], Found]
Level = Callable[[list[int]], Iterable[int]]


class Rivals:
    """Both ways over one connection."""

    def __init__(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        self.connection = connection
        self._timeout_s = self._deadline = float("inf")

    def fill(self, steps: Callable[[], Iterator[Step]], timeout_s: int) -> None:
        """Copy a graph into the tables, index and analyse them, and limit what a statement may take from then on.

        `steps` yields the graph from its beginning each time.
        """
        connection = self.connection
        connection.execute(TABLES)
        numbers: dict[str, int] = {}
        with connection.cursor().copy("COPY dataset FROM STDIN") as rows:
            for number, step in enumerate(steps()):
                numbers[step.location] = number
                rows.write_row((number, step.location))
        # one table after another: a connection takes one COPY at a time, and the tables would not fit in memory
        for table, rows_of in _ROWS.items():
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as rows:
                for number, step in enumerate(steps()):
                    if step.inputs:
                        for row in rows_of(number, [numbers[location] for location in step.inputs]):
                            rows.write_row(row)
        connection.execute(INDEXES)
        self._timeout_s = timeout_s
        connection.execute("SELECT set_config('statement_timeout', %s, false)", (f"{timeout_s}s",))

    def answer(self, ask: Ask, direction: Direction, location: str, steps: int) -> Found | None:
        """Return what a way answers; None when a statement, or a walk of several, took too long."""
        self._deadline = time.monotonic() + self._timeout_s
        try:
            return ask(direction, location, steps)
        except (psycopg.errors.QueryCanceled, TimeoutError):
            return None

    def recursive(self, direction: Direction, location: str, steps: int) -> Found:
        """Ask the job table in one recursive statement, each pair of dataset and distance once."""
        start = self._number_of(location)
        found = self.connection.execute(RECURSIVE[direction], {"start": start, "steps": steps}).fetchall()
        return [(str(place), int(str(distance))) for place, distance in found]

    def by_level(self, direction: Direction, location: str, steps: int) -> Found:
        """Ask the job table one statement a level, each dataset once."""
        return self._walk(location, steps, lambda level: self._numbers(NEXT_LEVEL[direction], level))

    def soft_links(self, direction: Direction, location: str, steps: int) -> Found:
        """Ask the parameter one statement a level: up by key, parsed here; down by looking through every value."""
        if direction == "descendants":
            return self._walk(
                location, steps, lambda level: self._numbers(WHO_SAYS, LINKS, [f"%,{number},%" for number in level])
            )

        def said(level: list[int]) -> Iterator[int]:
            for (value,) in self.connection.execute(SAID_BY, (level, LINKS)):
                yield from map(int, str(value).split(","))

        return self._walk(location, steps, said)

    def _walk(self, location: str, steps: int, next_level: Level) -> Found:
        start = self._number_of(location)
        distances = {start: 0}
        level, distance = [start], 0
        while level and distance < steps:
            if time.monotonic() > self._deadline:
                raise TimeoutError
            distance += 1
            level = [number for number in dict.fromkeys(next_level(level)) if number not in distances]
            distances.update(dict.fromkeys(level, distance))
        del distances[start]
        named = self.connection.execute(LOCATIONS, (list(distances),)).fetchall()
        return sorted(((str(place), distances[int(str(number))]) for number, place in named), key=lambda one: one[::-1])

    def _number_of(self, location: str) -> int:
        found = self.connection.execute("SELECT id FROM dataset WHERE location = %s", (location,)).fetchone()
        assert found is not None  # noqa: S101
        return int(str(found[0]))

    def _numbers(self, statement: LiteralString, *values: object) -> list[int]:
        rows = self.connection.execute(statement, values).fetchall()
        return [int(str(number)) for (number,) in rows]


_ROWS: dict[str, Callable[[int, list[int]], list[tuple[object, ...]]]] = {
    "job": lambda number, _: [(number, "bench")],
    "job_output": lambda number, _: [(number, number)],
    "job_input": lambda number, inputs: [(number, one) for one in inputs],
    "dataset_parameter": lambda number, inputs: [(number, LINKS, ",".join(map(str, inputs)))],
}
