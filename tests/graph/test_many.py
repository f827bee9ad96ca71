"""Many datasets at once: by name, and their closures against an independent library."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from lineage.graph import many, read
from lineage.graph.database import Database
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Application
from tests.graph.test_relations import FEW, dags, distances
from tests.graph.test_walks import store
from tests.graph_sets import message, run, statuses, wipe


def named(*locations: str) -> list[tuple[str, str | None, str | None]]:
    return [(location, public_id(location), None) for location in locations]


def test_each_dataset_is_told_as_when_it_is_asked_for_alone(database: Database) -> None:
    facts = {"application": Application("prog", "1"), "techniques": ("PID:1",), "parameters": {"a": 1.5}}
    statuses(database, message("/d/b", "/d/a", **facts), message("/d/c", "/d/b"), message("/d/e", "/d/b", "/d/a"))

    found = many.datasets(database, named("/d/c", "/d/b", "/d/a", "/none", "/d/b"), {"a": "mm"})

    assert [item.name for item in found.items] == ["/d/c", "/d/b", "/d/a", "/none", "/d/b"]
    assert found.missing == ["/none"]
    for item in found.items:
        alone = None if item.name == "/none" else read.dataset(database, public_id(item.name), {"a": "mm"})
        assert item.dataset == alone


def test_a_doi_gives_the_datasets_that_it_holds(database: Database) -> None:
    statuses(database, message("/d/b"), message("/d/a"))
    run(
        database,
        "MATCH (d:Dataset) MERGE (p:Publication {doi: '10.1/x', since: 1, change: 1}) CREATE (p)-[:HOLDS]->(d)",
    )

    found = many.datasets(database, [("doi:10.1/x", None, "10.1/x"), ("10.1/y", None, "10.1/y")], {})

    assert [one.location for one in found.items[0].held] == ["/d/a", "/d/b"]
    assert (found.items[0].held_count, found.items[1].held_count) == (2, 0)
    assert found.missing == ["10.1/y"]


@FEW
@given(graph=dags(), direction=st.sampled_from(("ancestors", "descendants")), data=st.data())
def test_closures_hold_every_node_once_with_its_distance_from_each_start(
    database: Database, graph: nx.DiGraph, direction: answers.Direction, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=1, max_size=5, unique=True))
    steps_max = data.draw(st.sampled_from((None, 1, 2)))
    wipe(database)
    store(database, graph)

    found = many.closures(database, direction, list(map(public_id, starts)), steps_max=steps_max, limit=1000)

    expected: dict[str, dict[str, int]] = {}
    for start in starts:
        for node, steps in distances(graph, start, direction).items():
            if 0 < steps <= (steps_max or steps):
                expected.setdefault(node, {})[public_id(start)] = steps
    datasets = [node for node in found.nodes if node.location]
    assert {node.location: node.distances for node in datasets} == expected
    assert len(datasets) == len(expected)
    assert all(node.steps == min(node.distances.values()) for node in found.nodes)
    assert found.counts == {
        public_id(start): sum(public_id(start) in node.distances for node in found.nodes) for start in starts
    }
    assert (found.count, found.is_truncated) == (len(found.nodes), False)
    assert [start.location for start in found.starts] == starts


def test_closures_that_are_cut_say_so_and_keep_their_counts(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"), message("/d/c", "/d/b"))

    found = many.closures(database, "ancestors", [public_id("/d/c"), public_id("/d/a")], steps_max=None, limit=1)

    assert [node.location for node in found.nodes] == ["/d/b"]
    assert (found.count, found.is_truncated) == (4, True)
    assert found.counts == {public_id("/d/c"): 4, public_id("/d/a"): 0}
