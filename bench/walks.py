"""Walks: what a question costs in the database, through the service, and over HTTP.

The same question is asked in the three ways in turn, so that whatever else the machine does burdens all three alike.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, get_args
from unittest.mock import patch

from neo4j import Driver, GraphDatabase

from bench import shapes
from bench.report import Cell, Table, percentile, spread, tell, timed_ms
from bench.serving import LINES, Client, path_of, served
from bench.shapes import Direction
from bench.stores import Store
from lineage.graph.database import Database
from lineage.graph.queries import load

PAGE_MAX = 1_000
"""Greater answers are streamed over HTTP, a node a line."""

FACILITY_QUESTIONS = 200
DAG_QUESTIONS = 30
DAG_STEPS = (1, 5, 10, 20, 50)
ROUND_TRIPS = 200
WARM_UP = 200

HEADS = (
    "question",
    "nodes",
    "times",
    "service, first time",
    "database least / p50 / p95, ms",
    "service, ms",
    "HTTP first byte, ms",
    "HTTP whole, ms",
    "HTTP's own share",
)
NOTE = (
    "database: the bare query through the driver, one record. service: the verb in this process, answer made. "
    "HTTP: a server in a process of its own, connection kept; up to 1,000 nodes one page, more as JSON Lines. "
    "first time: what the service took before the others were asked the same. "
    "HTTP's own share: (HTTP whole - service) / HTTP whole, of the medians."
)


@dataclass
class Took:
    """How long one kind of question took in each way, in ms."""

    first: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    first_byte: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)

    def row(self, question: str) -> tuple[Cell, ...]:
        """Return the row of a question."""
        whole = percentile(self.whole, 0.5)
        return (
            question,
            percentile(self.nodes, 0.5),
            len(self.whole),
            spread(self.first),
            spread(self.database),
            spread(self.service),
            spread(self.first_byte),
            spread(self.whole),
            f"{100 * (whole - percentile(self.service, 0.5)) / whole:.0f} %",
        )


class Asker:
    """Asks one question in all three ways."""

    def __init__(self, store: Store, driver: Driver, client: Client) -> None:
        self.store, self.driver, self.client = store, driver, client

    def walk(self, took: Took, direction: Direction, location: str, steps: int | None, limit: int) -> None:
        """Ask for a walk, and note how long it took; raises ValueError when the ways do not agree."""
        service = self.store.service
        verb = service.ancestors if direction == "ancestors" else service.descendants
        with asked_of(service.database) as said:
            took.first.append(timed_ms(lambda: took.nodes.append(verb(location, steps=steps, limit=limit).count)))
        took.service.append(timed_ms(lambda: verb(location, steps=steps, limit=limit)))
        took.database.append(timed_ms(lambda: self._bare(*said[0])))
        path = path_of(location, direction) + f"?limit={min(limit, PAGE_MAX)}"
        reply = self.client.get(path + (f"&steps={steps}" if steps else ""), LINES if limit > PAGE_MAX else None)
        took.first_byte.append(reply.first_byte_ms)
        took.whole.append(reply.whole_ms)
        found = reply.body.count(b"\n") if limit > PAGE_MAX else reply.json()["count"]
        if found != took.nodes[-1]:
            raise ValueError(f"{direction} of {location}: {found} over HTTP, {took.nodes[-1]} from the service")

    def _bare(self, name: str, parameters: Mapping[str, Any]) -> None:
        query = load()[name]
        bounds = {key: parameters[key] for key in query.bounds}
        with self.driver.session() as session:
            session.run(query.text(**bounds), dict(parameters)).single()


@contextmanager
def asked_of(database: Database) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Note what a database is asked within a block, as pairs of name and parameters."""
    ask = database.ask
    said: list[tuple[str, dict[str, Any]]] = []

    def noted(name: str, /, **parameters: Any) -> Any:
        said.append((name, dict(parameters)))
        return ask(name, **parameters)

    with patch.object(database, "ask", noted):
        yield said


def measure(store: Store) -> list[Table]:
    """Ask for walks of known sizes, of facility blocks, of a deep graph, and around a hub."""
    address = store.address
    with (
        served(store.environment()) as url,
        GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
    ):
        client = Client(url)
        asker = Asker(store, driver, client)
        _warm_up(asker)
        rows = [tell(row) for row in _rows(asker)]
        trips = _round_trips(driver, client)
        client.close()
    return [Table(f"Walks in a store of {store.datasets:,} datasets", HEADS, rows, NOTE), trips]


def _warm_up(asker: Asker) -> None:
    """Ask until the engine has compiled what it needs; an engine that has just started is several times slower."""
    for turn in range(min(WARM_UP, asker.store.datasets)):
        for direction in get_args(Direction):
            asker.walk(
                Took(), direction, shapes.place("dag", turn % shapes.dag_count(asker.store.datasets)), 10, PAGE_MAX
            )


def _rows(asker: Asker) -> Iterator[tuple[Cell, ...]]:
    yield from _probes(asker)
    if asker.store.shape == "facility":
        yield _facility(asker)
    yield from _dag(asker)
    yield _hub(asker)


def _probes(asker: Asker) -> Iterator[tuple[Cell, ...]]:
    for probe in shapes.probes(asker.store.datasets):
        took = Took()
        for turn in range(_times(probe.count) + 1):
            # the first of its kind is planned, and reads what no page cache holds yet
            asker.walk(took if turn else Took(), probe.direction, probe.location, None, probe.count)
        yield took.row(f"{probe.direction}, probe")


def _facility(asker: Asker) -> tuple[Cell, ...]:
    """Ask about the last datasets of random blocks, which nobody has asked about before."""
    dice, took = random.Random(shapes.SEED), Took()
    for _ in range(min(FACILITY_QUESTIONS, asker.store.datasets)):
        number = dice.randrange(asker.store.datasets // shapes.BLOCK) * shapes.BLOCK + shapes.BLOCK - 1
        asker.walk(took, "ancestors", shapes.place("facility", number), None, PAGE_MAX)
    return took.row("ancestors, random facility blocks")


def _dag(asker: Asker) -> Iterator[tuple[Cell, ...]]:
    count = shapes.dag_count(asker.store.datasets)
    for steps in DAG_STEPS:
        dice, took = random.Random(shapes.SEED), Took()
        for _ in range(min(DAG_QUESTIONS, count)):
            location = shapes.place("dag", dice.randrange(count // 2, count))
            asker.walk(took, "ancestors", location, steps, 10 * PAGE_MAX)
        yield took.row(f"ancestors, dag, {steps} steps")


def _hub(asker: Asker) -> tuple[Cell, ...]:
    took = Took()
    for _ in range(_times(shapes.HUB_READERS)):
        asker.walk(took, "descendants", shapes.place("hubs", 0), 1, 2 * shapes.HUB_READERS)
    return took.row("descendants, hub")


def _round_trips(driver: Driver, client: Client) -> Table:
    with driver.session() as session:
        bare = [timed_ms(lambda: session.run("RETURN 1").single()) for _ in range(ROUND_TRIPS)]
    alive = [client.get("/healthz").whole_ms for _ in range(ROUND_TRIPS)]
    change = [client.get("/api/v1/expected?limit=1").whole_ms for _ in range(ROUND_TRIPS)]
    rows = [
        ("RETURN 1 through the driver", spread(bare)),
        ("/healthz, no database", spread(alive)),
        ("/expected?limit=1, the smallest question", spread(change)),
    ]
    return Table("Round trips", ("what", "least / p50 / p95, ms"), rows)


def _times(nodes: int) -> int:
    return max(2, min(100, 100_000 // nodes))
