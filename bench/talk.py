"""Which datasets of an animal, an instrument and a technique? Asked of normalised and of denormalised rows, and here.

The question that denormalisation is for: attributes of sample, instrument and technique, each a table away from the
dataset. Beside each other, in one PostgreSQL: joins over normalised tables; three parameters of a dataset, as ICAT
keeps what is denormalised; one flat table, as the files of the flat view are; and a search of the graph.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

from bench.forms import place
from bench.postgres import NoPostgres, running
from bench.report import Cell, Table, spread, tell
from bench.shapes import SHAPES
from bench.stores import Store

QUESTIONS = 30
LIMIT = 1000

TABLES = """
CREATE TABLE instrument (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE investigation (id serial PRIMARY KEY, name text, instrument_id integer REFERENCES instrument);
CREATE TABLE sample (id serial PRIMARY KEY, name text, investigation_id integer REFERENCES investigation);
CREATE TABLE technique (id serial PRIMARY KEY, pid text UNIQUE);
CREATE TABLE dataset (id integer PRIMARY KEY, location text, investigation_id integer, sample_id integer);
CREATE TABLE dataset_technique (dataset_id integer, technique_id integer, PRIMARY KEY (dataset_id, technique_id));
CREATE TABLE dataset_parameter (dataset_id integer, name text, value text, PRIMARY KEY (dataset_id, name));
CREATE TABLE flat (id integer PRIMARY KEY, location text, sample text, instrument text, technique text);
"""
FILL = """
INSERT INTO instrument (name) SELECT DISTINCT instrument FROM flat;
INSERT INTO investigation (name, instrument_id)
    SELECT DISTINCT split_part(location, '/', 4), i.id FROM flat JOIN instrument i ON i.name = instrument;
INSERT INTO technique (pid) SELECT DISTINCT technique FROM flat;
INSERT INTO sample (name, investigation_id)
    SELECT DISTINCT sample, v.id FROM flat JOIN investigation v ON v.name = split_part(location, '/', 4);
INSERT INTO dataset SELECT f.id, location, v.id, s.id FROM flat f
    JOIN investigation v ON v.name = split_part(location, '/', 4)
    JOIN sample s ON s.investigation_id = v.id AND s.name = sample;
INSERT INTO dataset_technique SELECT f.id, t.id FROM flat f JOIN technique t ON t.pid = technique;
INSERT INTO dataset_parameter SELECT id, 'sample', sample FROM flat
    UNION ALL SELECT id, 'instrument', instrument FROM flat UNION ALL SELECT id, 'technique', technique FROM flat;
CREATE INDEX ON sample (name);
CREATE INDEX ON sample (investigation_id);
CREATE INDEX ON investigation (instrument_id);
CREATE INDEX ON dataset (sample_id);
CREATE INDEX ON dataset (investigation_id);
CREATE INDEX ON dataset_technique (technique_id);
CREATE INDEX ON dataset_parameter (name, value);
CREATE INDEX ON flat (sample);
CREATE INDEX ON flat (instrument);
CREATE INDEX ON flat (technique);
ANALYZE;
"""
NORMALISED = """
SELECT d.location FROM dataset d JOIN sample s ON s.id = d.sample_id
    JOIN investigation v ON v.id = d.investigation_id JOIN instrument i ON i.id = v.instrument_id
    JOIN dataset_technique dt ON dt.dataset_id = d.id JOIN technique t ON t.id = dt.technique_id
WHERE s.name = %(animal)s AND (%(instrument)s = '' OR i.name = %(instrument)s)
    AND (%(technique)s = '' OR t.pid = %(technique)s)
ORDER BY d.location LIMIT 1000
"""
PARAMETERS = """
SELECT d.location FROM dataset d JOIN dataset_parameter a ON a.dataset_id = d.id AND a.name = 'sample'
    JOIN dataset_parameter i ON i.dataset_id = d.id AND i.name = 'instrument'
    JOIN dataset_parameter t ON t.dataset_id = d.id AND t.name = 'technique'
WHERE a.value = %(animal)s AND (%(instrument)s = '' OR i.value = %(instrument)s)
    AND (%(technique)s = '' OR t.value = %(technique)s)
ORDER BY d.location LIMIT 1000
"""
FLAT = """
SELECT location FROM flat
WHERE sample = %(animal)s AND (%(instrument)s = '' OR instrument = %(instrument)s)
    AND (%(technique)s = '' OR technique = %(technique)s)
ORDER BY location LIMIT 1000
"""
HEADS = (
    "question",
    "datasets",
    "times",
    "normalised, ms",
    "parameters, ms",
    "flat table, ms",
    "graph, ms",
)
NOTE = (
    f"least / p50 / p95 of whole answers in the client, the first {LIMIT:,} locations. normalised, parameters and flat "
    "table are in PostgreSQL, with indexes on every name and value; the graph's answer carries the datasets, and their "
    "count, through the service."
)

Asked = dict[str, str]
Ask = Callable[[Asked], list[str]]


def measure(store: Store) -> list[Table]:
    """Fill PostgreSQL with the datasets of the shape and ask all four; says why when there is none."""
    name = f"Animal, instrument and technique, {store.datasets:,} datasets"
    try:
        with _tables(store) as ways:
            rows = [
                tell(_row("of an animal", [{**asked, "instrument": "", "technique": ""} for asked in _asked()], ways)),
                tell(_row("of an animal, an instrument and a technique", _asked(), ways)),
            ]
    except NoPostgres as error:
        return [Table(name, HEADS, [], f"Not measured: {error}.")]
    return [Table(name, HEADS, rows, NOTE)]


def _asked() -> list[Asked]:
    """Return the questions: what some datasets of the shape have, so that something is found."""
    some = [place(step.location) for step in islice(SHAPES["facility"](QUESTIONS), QUESTIONS)]
    return [
        {"animal": one["sample"], "instrument": one["instrument"], "technique": one["techniques"][0]} for one in some
    ]


@contextmanager
def _tables(store: Store) -> Iterator[list[Ask]]:
    try:
        import psycopg  # noqa: PLC0415
    except ImportError as error:
        raise NoPostgres("the package psycopg is not installed (group bench of pyproject.toml)") from error

    with running() as where, psycopg.connect(where, autocommit=True) as connection:
        connection.execute(TABLES)
        with connection.cursor().copy("COPY flat FROM STDIN") as rows:
            for number, step in enumerate(SHAPES[store.shape](store.datasets)):
                one = place(step.location)
                rows.write_row((number, step.location, one["sample"], one["instrument"], one["techniques"][0]))
        connection.execute(FILL)

        def sql(statement: str) -> Ask:
            return lambda asked: [str(row[0]) for row in connection.execute(statement.encode(), asked)]

        def graph(asked: Asked) -> list[str]:
            words = [f"sample = {asked['animal']}"]
            words += [f"{word} = {asked[word]}" for word in ("instrument", "technique") if asked[word]]
            part = f"/{store.shape}/"
            found = store.service.search(" and ".join(words), limit=LIMIT)
            return [item.location for item in found.items if part in item.location]

        yield [sql(NORMALISED), sql(PARAMETERS), sql(FLAT), graph]


def _row(what: str, questions: list[Asked], ways: list[Ask]) -> tuple[Cell, ...]:
    took: list[list[float]] = [[] for _ in ways]
    sizes = []
    for turn, asked in enumerate([questions[0], *questions]):
        answers = []
        for number, way in enumerate(ways):
            start = time.perf_counter()
            answers.append(way(asked))
            if turn:
                # the first is planned, and reads what no cache holds yet
                took[number].append((time.perf_counter() - start) * 1000)
        if any(answer != answers[-1] for answer in answers if len(answer) < LIMIT):
            raise ValueError(f"{what}, {asked}: the ways do not agree")
        sizes.append(len(answers[-1]))
    return what, sorted(sizes)[len(sizes) // 2], len(questions), *map(spread, took)
