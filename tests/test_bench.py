"""The measurements still run, and what they plant has the size that they say; no time is asserted."""

import networkx as nx
import pytest

from bench import shapes, stores
from bench.__main__ import WHAT, measured
from bench.forms import dump_lines
from bench.stores import Store
from lineage.engine import Address
from lineage.service import Lineage
from tests.conftest import Server

DATASETS = 40
LONG = {"feed", "pages"}
"""Parts that start a broker or a browser; they run with the faults."""


@pytest.fixture
def store(service: Lineage, server: Server) -> Store:
    """A small graph of the shape of a facility."""
    stores.send(service, "facility", DATASETS)
    nowhere = service.settings.data_dir
    address = Address(server.uri, server.user, server.password, pid=0, started=False, store=nowhere, log=nowhere)
    return Store("facility", DATASETS, service, address)


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=pytest.mark.faults if what in LONG else ()) for what in WHAT]
)
def test_every_part_measures(store: Store, what: str) -> None:
    tables = measured(what, store, seconds=0.5)

    assert [table.name for table in tables if not table.rows and not table.note.startswith("Not measured: ")] == []
    assert all(f"| {table.heads[0]} |" in table.markdown() for table in tables)


@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_a_shape_has_its_size_and_no_cycle(shape: str) -> None:
    steps = list(shapes.SHAPES[shape](500))

    assert len({step.location for step in steps}) == 500
    assert nx.is_directed_acyclic_graph(_graph(steps))


def test_a_walk_from_a_probe_finds_as_many_nodes_as_it_says() -> None:
    graph = _graph(list(shapes.whole("facility", 1_000)))

    walks = {"ancestors": nx.ancestors, "descendants": nx.descendants}
    assert [len(walks[probe.direction](graph, probe.location)) for probe in shapes.probes(1_000)] == [
        10,
        100,
        1_000,
    ] * 2


def test_a_facility_is_as_deep_as_it_says() -> None:
    graph = _graph(list(shapes.facility(40)))

    found = [len(nx.ancestors(graph, shapes.place("facility", number))) for number in (0, 10, 20, 30, 39)]
    assert found == [0, 3, 5, 12, 51]


def test_a_dump_counts_its_lines() -> None:
    lines = list(dump_lines("facility", DATASETS))

    datasets, jobs = (sum(f'"type": "{kind}"'.encode() in line for line in lines) for kind in ("dataset", "job"))
    assert lines[-1] == f'{{"type": "end", "datasets": {datasets}, "jobs": {jobs}}}\n'.encode()


def _graph(steps: list[shapes.Step]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for step in steps:
        graph.add_node(step.location)
        for location in step.inputs:
            graph.add_edges_from([(location, f"job of {step.location}"), (f"job of {step.location}", step.location)])
    return graph
