"""The comparison that users ask for: a job table and soft links in PostgreSQL beside the graph.

The same graph, the same questions in turn, the same machine. Every answer is compared with the others before its time
counts.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from bench import shapes
from bench.postgres import NoPostgres, running
from bench.report import Cell, Table, spread, tell
from bench.shapes import Direction, whole
from bench.stores import Store

if TYPE_CHECKING:
    from bench.rivals import Ask, Found, Rivals

Question = tuple[str, Direction, list[str], int]

QUESTIONS = 30
STEPS_MAX = 50
NODES_MAX = 10**6
TIMEOUT_S = 20
"""A way that takes longer for one question is not asked again."""

HEADS = (
    "question",
    "datasets",
    "times",
    "job table, recursive, ms",
    "job table, level by level, ms",
    "soft links, ms",
    "graph, ms",
)
NOTE = (
    "least / p50 / p95 of whole answers in the client: locations and steps of datasets. The graph's answers carry "
    "the jobs, their applications and the state of each dataset too, through the service. "
    f"`-`: one question took more than {TIMEOUT_S} s. Soft links down have no index to use: each level looks through "
    "every value."
)


def measure(store: Store) -> list[Table]:
    """Fill PostgreSQL with the store's graph and ask both; says why when there is none."""
    name = f"Job table and soft links beside the graph, {store.datasets:,} datasets"
    try:
        with _rivals() as rivals:
            start = time.perf_counter()
            rivals.fill(partial(whole, store.shape, store.datasets), TIMEOUT_S)
            filled_s = time.perf_counter() - start
            rows = [tell(_row(question, store, rivals)) for question in _questions(store)]
    except NoPostgres as error:
        return [Table(name, HEADS, [], f"Not measured: {error}.")]
    return [Table(name, HEADS, rows, f"{NOTE} PostgreSQL was filled and indexed in {filled_s:.0f} s.")]


@contextmanager
def _rivals() -> Iterator["Rivals"]:
    try:
        import psycopg  # noqa: PLC0415

        from bench.rivals import Rivals  # noqa: PLC0415
    except ImportError as error:
        raise NoPostgres("the package psycopg is not installed (group bench of pyproject.toml)") from error
    with running() as where, psycopg.connect(where, autocommit=True) as connection:
        yield Rivals(connection)


def _questions(store: Store) -> Iterator[Question]:
    dice = random.Random(shapes.SEED)
    if store.shape == "facility":
        blocks = [dice.randrange(store.datasets // shapes.BLOCK) for _ in range(QUESTIONS)]
        products = [shapes.place("facility", block * shapes.BLOCK + shapes.BLOCK - 1) for block in blocks]
        raw = [shapes.place("facility", block * shapes.BLOCK) for block in blocks]
        yield "ancestors, facility", "ancestors", products, STEPS_MAX
        yield "descendants, facility", "descendants", raw, STEPS_MAX
    count = shapes.dag_count(store.datasets)
    late = [shapes.place("dag", dice.randrange(count // 2, count)) for _ in range(QUESTIONS)]
    for steps in (5, 10, 20, 50):
        yield f"ancestors, dag, {steps} steps", "ancestors", late, steps
    for probe in shapes.probes(store.datasets):
        if probe.count >= 1_000:
            yield f"{probe.direction}, probe of {probe.count:,} nodes", probe.direction, [probe.location] * 5, STEPS_MAX
    yield "descendants, hub", "descendants", [shapes.place("hubs", 0)] * 5, STEPS_MAX


def _row(question: Question, store: Store, rivals: "Rivals") -> tuple[Cell, ...]:
    what, direction, locations, steps = question
    ways: list[Ask] = [rivals.recursive, rivals.by_level, rivals.soft_links, partial(_graph, store)]
    took: dict[int, list[float]] = {number: [] for number in range(len(ways))}
    sizes = []
    for turn, location in enumerate([locations[0], *locations]):
        answers = []
        for number in list(took):
            start = time.perf_counter()
            answer = rivals.answer(ways[number], direction, location, steps)
            ms = (time.perf_counter() - start) * 1000
            if answer is None or ms > TIMEOUT_S * 1000:
                del took[number]
            elif turn:
                # the first is planned, by both databases, and reads what no cache holds yet
                took[number].append(ms)
            if answer is not None:
                answers.append(answer)
        if any(answer != answers[-1] for answer in answers):
            raise ValueError(f"{what} of {location}: the ways do not agree")
        sizes.append(len(answers[-1]))
    cells = [spread(took[number]) if number in took else "-" for number in range(len(ways))]
    return what, sorted(sizes)[len(sizes) // 2], len(locations), *cells


def _graph(store: Store, direction: Direction, location: str, steps: int) -> "Found":
    verb = store.service.ancestors if direction == "ancestors" else store.service.descendants
    found = verb(location, steps=steps, limit=NODES_MAX)
    return [(str(node.location), node.steps) for node in found.items if node.node == "dataset"]
