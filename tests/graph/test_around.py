"""The neighbourhood of a dataset against what a person would draw."""

from collections import Counter
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.errors import NotFound
from lineage.graph import around
from lineage.graph.database import Database
from lineage.model.answers import Group, Neighbourhood
from lineage.model.grouping import Around
from lineage.model.location import public_id
from lineage.model.message import Application
from tests.graph_sets import message, statuses

MOTION, CTF, ALIGN = (Application(name, "1") for name in ("motion", "ctf", "align"))


def ask(database: Database, location: str, **more: Any) -> Neighbourhood:
    return around.neighbourhood(database, public_id(location), **{"up": 1, "down": 1, "nodes_max": 300, **more})


def told(found: Neighbourhood) -> dict[str, str]:
    """Return a short name for every node and group."""
    nodes = {node.id: node.location or str(node.key) for node in found.nodes}
    return nodes | {group.id: f"{group.count} {group.application or group.kind} {group.node}" for group in found.groups}


def drawn(found: Neighbourhood) -> set[tuple[str, str, int]]:
    names = told(found)
    return {(names[edge.source], names[edge.target], edge.count) for edge in found.edges}


def hidden(found: Neighbourhood) -> dict[tuple[str, str], int]:
    names = told(found)
    return {(names[place.node], place.side): place.hidden for place in found.frontier}


@pytest.fixture
def tilts(database: Database) -> Database:
    """Eight tilt images, each through two steps, aligned in one: 1:N:1 as in cryo-tomography."""
    statuses(database, *[message(f"/d/raw{n}") for n in range(8)])
    statuses(database, *[message(f"/d/mc{n}", f"/d/raw{n}", application=MOTION, status="completed") for n in range(8)])
    statuses(
        database,
        *[
            message(f"/d/ctf{n}", f"/d/mc{n}", application=CTF, status="failed" if n == 3 else "completed")
            for n in range(8)
        ],
    )
    statuses(database, message("/d/all", *[f"/d/ctf{n}" for n in range(8)], application=ALIGN))
    return database


def test_like_siblings_are_one_group_and_their_edges_one_edge(tilts: Database) -> None:
    found = ask(tilts, "/d/all", up=3)

    assert set(told(found).values()) == {
        "/d/all",
        "job-of:/d/all",
        "8 ctf dataset",
        "8 ctf job",
        "8 motion dataset",
        "8 motion job",
        "8 raw dataset",
    }
    assert drawn(found) == {
        ("job-of:/d/all", "/d/all", 1),
        ("8 ctf dataset", "job-of:/d/all", 8),
        ("8 ctf job", "8 ctf dataset", 8),
        ("8 motion dataset", "8 ctf job", 8),
        ("8 motion job", "8 motion dataset", 8),
        ("8 raw dataset", "8 motion job", 8),
    }
    assert not found.is_truncated
    assert found.frontier == []
    assert (found.up_count, found.down_count) == (41, 0)


def group(found: Neighbourhood, name: str) -> Group:
    names = told(found)
    return next(group for group in found.groups if names[group.id] == name)


def test_a_group_tells_states_and_first_members(tilts: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage.model.grouping.MEMBERS_SHOWN", 3)

    found = ask(tilts, "/d/all", up=1)
    jobs = group(ask(tilts, "/d/all", up=2), "8 ctf job")
    datasets = group(found, "8 ctf dataset")

    assert jobs.states == {"completed": 7, "failed": 1}
    assert (datasets.states, datasets.kind, datasets.version, datasets.side) == ({"present": 8}, "processed", "1", "up")
    assert [member.location for member in datasets.members] == ["/d/ctf0", "/d/ctf1", "/d/ctf2"]
    assert hidden(found) == {("8 ctf dataset", "up"): 8}


def test_a_group_can_be_opened_and_keeps_its_name(tilts: Database) -> None:
    closed = ask(tilts, "/d/all", up=2)
    again = ask(tilts, "/d/all", up=1)
    datasets = group(closed, "8 ctf dataset").id

    opened = ask(tilts, "/d/all", up=1, opened=[datasets])

    assert datasets == group(again, "8 ctf dataset").id
    assert opened.groups == []
    assert {node.location for node in opened.nodes if node.node == "dataset"} == {
        "/d/all",
        *(f"/d/ctf{n}" for n in range(8)),
    }


def test_a_member_is_taken_out_of_its_group_and_the_group_tells_as_many_members_as_asked(tilts: Database) -> None:
    taken = public_id("/d/ctf3")

    found = ask(tilts, "/d/all", up=1, opened=[taken], members_shown=6)

    rest = group(found, "7 ctf dataset")
    assert [member.location for member in rest.members] == [f"/d/ctf{n}" for n in (0, 1, 2, 4, 5, 6)]
    assert {node.location for node in found.nodes if node.node == "dataset"} == {"/d/all", "/d/ctf3"}
    assert sum(edge.count for edge in found.edges if edge.source in {taken, rest.id}) == 8


def test_five_siblings_are_still_shown_one_by_one_and_all_are_when_groups_are_not_wanted(database: Database) -> None:
    statuses(database, *[message(f"/d/{n}", "/d/raw", application=MOTION) for n in range(5)])
    few = ask(database, "/d/raw")
    statuses(database, message("/d/5", "/d/raw", application=MOTION))
    many, plain = ask(database, "/d/raw"), ask(database, "/d/raw", is_grouped=False)

    assert (len(few.nodes), few.groups) == (11, [])
    assert {(group.count, group.node) for group in many.groups} == {(6, "job"), (6, "dataset")}
    assert (len(plain.nodes), plain.groups) == (13, [])


def test_siblings_by_another_application_or_version_are_not_alike(database: Database) -> None:
    programs = [Application("a", "1"), Application("a", "2"), Application("b", "1")]
    statuses(database, *[message(f"/d/{p}{n}", "/d/raw", application=programs[p]) for p in range(3) for n in range(6)])

    found = ask(database, "/d/raw")

    assert Counter((group.application, group.version, group.node) for group in found.groups) == Counter(
        (program.name, program.version, node) for program in programs for node in ("job", "dataset")
    )


def test_what_is_beyond_is_told_where_it_is_hidden(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a", "/d/other"), message("/d/c", "/d/b"), message("/d/d", "/d/c"))

    found = ask(database, "/d/a", up=1, down=1)

    assert set(told(found).values()) == {"/d/a", "job-of:/d/b", "/d/b"}
    assert hidden(found) == {("job-of:/d/b", "up"): 1, ("/d/b", "down"): 1}
    assert not found.is_truncated


def test_a_cut_is_told_with_its_reason_and_its_places(tilts: Database) -> None:
    found = ask(tilts, "/d/all", up=3, nodes_max=4)

    assert set(told(found).values()) == {"/d/all", "job-of:/d/all", "8 ctf dataset", "8 ctf job"}
    assert found.is_truncated
    assert found.reason == "more than 4 nodes and groups lie within the steps; the nearest are shown"
    assert hidden(found) == {("8 ctf job", "up"): 8}
    assert found.up_count == 41


def test_a_hub_is_looked_at_up_to_a_number_that_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(around, "FETCHED_MAX", 10)
    statuses(database, *[message(f"/d/{n:02}", "/d/raw", application=MOTION) for n in range(20)])

    found = ask(database, "/d/raw", up=0)

    assert [(group.count, group.node) for group in found.groups] == [(10, "job")]
    assert hidden(found) == {("/d/raw", "down"): 10, ("10 motion job", "down"): 10}
    assert (found.is_truncated, found.down_count) == (True, 40)
    assert "10 nodes" in str(found.reason)


def test_a_dataset_on_the_outer_edge_tells_the_application_that_made_it(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a", application=MOTION), message("/d/c", "/d/b", application=CTF))

    found = ask(database, "/d/c", up=1, down=0)

    assert {node.location: node.application for node in found.nodes if node.node == "dataset"} == {
        "/d/c": "ctf",
        "/d/b": "motion",
    }


def test_nobody_has_no_neighbourhood(database: Database) -> None:
    with pytest.raises(NotFound):
        ask(database, "/none")


@st.composite
def graphs(draw: st.DrawFn) -> nx.DiGraph:
    """Datasets at even distances, jobs at odd ones, as rows of the question and the links among them."""
    size = draw(st.integers(2, 25))
    graph = nx.DiGraph()
    graph.add_node(0)
    for n in range(1, size):
        for earlier in draw(st.sets(st.integers(max(0, n - 6), n - 1), max_size=3)):
            graph.add_edge(f"j{n}", n)
            graph.add_edge(earlier, f"j{n}")
        graph.add_node(n)
    return graph


@settings(max_examples=100)
@given(graphs(), st.integers(0, 3), st.integers(1, 30), st.booleans())
def test_nothing_is_lost_between_what_is_shown_and_what_is_told_as_hidden(
    graph: nx.DiGraph, steps: int, units_max: int, is_grouped: bool
) -> None:
    middle = max(node for node in graph if isinstance(node, int))
    distance = nx.single_source_shortest_path_length(graph.reverse(), middle, cutoff=2 * steps)
    rows = [
        {
            "id": str(node),
            "node": "dataset" if isinstance(node, int) else "job",
            "side": "up" if edges else "root",
            "steps": (edges + 1) // 2,
            "application": None,
            "version": None,
            "kind": "raw",
            "state": "present",
            "before": graph.in_degree(node),
            "after": graph.out_degree(node),
        }
        for node, edges in sorted(distance.items(), key=lambda item: item[1])
    ]
    links = [("OUTPUT", str(a), str(b)) for a, b in graph.edges if a in distance and b in distance]

    found = Around(rows, links, is_grouped=is_grouped, opened=())
    found.cut(units_max)

    members = {node.id for node in found.nodes()} | {id for group in found.groups() for id in found.members[group.id]}
    degrees = sum(graph.in_degree(node) + graph.out_degree(node) for node in distance if str(node) in members)
    shown = sum(edge.count for edge in found.edges())
    assert degrees == 2 * shown + sum(place.hidden for place in found.frontier())
    assert len(found.nodes()) + len(found.groups()) <= units_max
    assert all(place.hidden > 0 for place in found.frontier())
