"""Walks against an independent graph library, in pages and in parts, and at their limits."""

import random
from typing import Any

import networkx as nx
import pytest

from lineage.errors import NotFound, QueryTimeout
from lineage.graph import walks
from lineage.graph.database import Database
from lineage.graph.write import write
from lineage.model import answers
from lineage.model.cursor import encode
from lineage.model.location import public_id
from lineage.model.message import Application
from tests.conftest import Server
from tests.graph_sets import message, run, statuses


def random_graph(size: int, seed: int) -> nx.DiGraph:
    """Each dataset reads up to three of the twenty before it: many diamonds, no cycle."""
    dice = random.Random(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from(f"/d/{n:04}" for n in range(size))
    for n in range(1, size):
        for earlier in dice.sample(range(max(0, n - 20), n), k=min(n, dice.randint(0, 3))):
            graph.add_edge(f"/d/{earlier:04}", f"/d/{n:04}")
    return graph


def store(database: Database, graph: nx.DiGraph) -> None:
    write(database, [message(node, *graph.predecessors(node)) for node in graph])


def walked(database: Database, direction: answers.Direction, location: str, **limits: Any) -> dict[str, int]:
    """Return the datasets of a walk with their steps, over all pages."""
    found, cursor = {}, None
    while True:
        page = walks.walk(
            database, direction, public_id(location), cursor=cursor, **{"steps_max": None, "limit": 7, **limits}
        )
        found.update({node.location: node.steps for node in page.items if node.location})
        if page.next is None:
            return found
        cursor = page.next


def test_walks_give_every_node_once_with_its_least_distance(database: Database) -> None:
    graph = random_graph(120, seed=7)
    store(database, graph)

    for number in (0, 30, 60, 119):
        location = f"/d/{number:04}"
        down = dict(nx.single_source_shortest_path_length(graph, location))
        up = dict(nx.single_source_shortest_path_length(graph.reverse(), location))
        assert walked(database, "descendants", location) == {node: n for node, n in down.items() if n}
        assert walked(database, "ancestors", location) == {node: n for node, n in up.items() if n}
        for steps in (1, 2, 4):
            near = {node: n for node, n in up.items() if 0 < n <= steps}
            assert walked(database, "ancestors", location, steps_max=steps) == near


def test_a_page_says_how_much_there_is_and_how_much_is_left(database: Database) -> None:
    statuses(database, message("/d/x", *[f"/d/{n}" for n in range(10)]))

    page = walks.walk(database, "ancestors", public_id("/d/x"), steps_max=None, cursor=None, limit=4)

    assert (page.count, page.remaining, len(page.items)) == (11, 7, 4)
    assert page.next is not None
    assert page.start.location == "/d/x"
    assert page.as_of == 1


def test_nodes_of_a_walk_say_what_they_are(database: Database) -> None:
    statuses(database, message("/d/x", "/d/raw", application=Application("prog", "1.2"), status="completed"))

    page = walks.walk(database, "ancestors", public_id("/d/x"), steps_max=None, cursor=None, limit=10)

    job, dataset = sorted(page.items, key=lambda node: node.node, reverse=True)
    assert (job.key, job.application, job.version, job.status, job.steps) == (
        "job-of:/d/x",
        "prog",
        "1.2",
        "completed",
        1,
    )
    assert (dataset.location, dataset.kind, dataset.state, dataset.steps) == ("/d/raw", "unknown", "expected", 1)


def test_the_graph_of_a_walk_holds_the_edges_among_its_nodes_and_says_when_it_is_cut(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"), message("/d/c", "/d/a", "/d/b"))

    whole = walks.graph(database, "ancestors", public_id("/d/c"), steps_max=None, limit=100)
    cut = walks.graph(database, "descendants", public_id("/d/a"), steps_max=None, limit=2)

    names = {node.id: node.location or node.key for node in whole.nodes}
    assert {(names[a], kind, names[b]) for kind, a, b in whole.edges} == {
        ("/d/a", "INPUT", "job-of:/d/b"),
        ("job-of:/d/b", "OUTPUT", "/d/b"),
        ("/d/a", "INPUT", "job-of:/d/c"),
        ("/d/b", "INPUT", "job-of:/d/c"),
        ("job-of:/d/c", "OUTPUT", "/d/c"),
    }
    assert not whole.is_truncated
    assert (len(cut.nodes), cut.count, cut.is_truncated) == (2, 5, True)


def test_the_shortest_path_is_found_in_either_direction(database: Database) -> None:
    statuses(
        database, message("/d/b", "/d/a"), message("/d/c", "/d/b"), message("/d/d", "/d/c", "/d/b"), message("/d/z")
    )

    forth = walks.path(database, public_id("/d/a"), public_id("/d/d"))
    back = walks.path(database, public_id("/d/d"), public_id("/d/a"))

    way = ["/d/a", "job-of:/d/b", "/d/b", "job-of:/d/d", "/d/d"]
    assert [node.location or node.key for node in forth.nodes] == way
    assert [node.location or node.key for node in back.nodes] == way
    assert forth.steps == back.steps == 2
    assert walks.path(database, public_id("/d/a"), public_id("/d/z")).nodes == []
    here = walks.path(database, public_id("/d/a"), public_id("/d/a"))
    assert ([node.location for node in here.nodes], here.steps) == (["/d/a"], 0)


def test_diamonds_do_not_multiply_the_work(database: Database) -> None:
    """1,500 jobs that each read up to three of the 200 before them: as paths more than 10^7, as nodes 1,500."""
    dice = random.Random(7)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(1501))
    for n in range(1, 1501):
        graph.add_edges_from((earlier, n) for earlier in {dice.randint(max(0, n - 200), n - 1) for _ in range(3)})
    write(database, [message(f"/d/{n}", *[f"/d/{p}" for p in graph.predecessors(n)]) for n in range(1501)])

    page = walks.walk(database, "ancestors", public_id("/d/1500"), steps_max=None, cursor=None, limit=10_000)

    found = {node.location for node in page.items if node.location}
    assert found == {f"/d/{n}" for n in nx.ancestors(graph, 1500)}


def test_a_closure_in_parts_is_the_walk_of_pages(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "FIRST_NODES", 2)
    monkeypatch.setattr(walks, "PART_NODES", 7)
    graph = random_graph(60, seed=3)
    store(database, graph)

    parts = list(walks.closure(database, "ancestors", public_id("/d/0059"), steps_max=None))

    page = walks.walk(database, "ancestors", public_id("/d/0059"), steps_max=None, cursor=None, limit=1000)
    assert len(parts) > 2
    assert [node for part in parts for node in part.items] == page.items
    assert {(part.count, part.as_of, part.start) for part in parts} == {(page.count, page.as_of, page.start)}


def test_a_closure_of_nothing_is_one_empty_part_and_of_nobody_is_not_found(database: Database) -> None:
    statuses(database, message("/d/a"))

    (part,) = walks.closure(database, "ancestors", public_id("/d/a"), steps_max=None)

    assert (part.items, part.count) == ([], 0)
    with pytest.raises(NotFound):
        next(walks.closure(database, "ancestors", public_id("/none"), steps_max=None))


def test_a_closure_that_is_left_ends_its_transaction(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "FIRST_NODES", 2)
    monkeypatch.setattr(walks, "PART_NODES", 1)
    store(database, random_graph(60, seed=3))

    parts = walks.closure(database, "ancestors", public_id("/d/0059"), steps_max=None)
    next(parts)
    assert "read/all_ancestors" in open_questions(database)
    parts.close()  # type: ignore[attr-defined]

    assert "read/all_ancestors" not in open_questions(database)


def open_questions(database: Database) -> list[str]:
    """Return the questions of the transactions that are open."""
    shown = run(database, "SHOW TRANSACTIONS YIELD metaData RETURN metaData.question AS question")
    return [row["question"] for row in shown]


class Hasty(Database):
    """A database whose time is up for walks of more than some edges."""

    edges_max = 4

    def ask(self, name: str, /, *, timeout_s: float | None = None, **parameters: Any) -> dict[str, Any]:
        if parameters.get("edges_max", 0) > self.edges_max:
            raise QueryTimeout(name, 30)
        return super().ask(name, timeout_s=timeout_s, **parameters)


def test_a_walk_whose_time_is_up_tells_how_far_it_got(database: Database, server: Server) -> None:
    statuses(database, *[message(f"/d/{n}", f"/d/{n - 1}") for n in range(1, 6)])
    ask = {"direction": "ancestors", "id": public_id("/d/5"), "limit": 3}

    with Hasty(server.uri, (server.user, server.password)) as hasty:
        page = walks.walk(hasty, steps_max=None, cursor=None, **ask)  # type: ignore[arg-type]
        with pytest.raises(QueryTimeout):
            walks.walk(hasty, steps_max=None, cursor=encode(1, "/d/4"), **ask)  # type: ignore[arg-type]
        hasty.edges_max = 0
        with pytest.raises(QueryTimeout):
            walks.walk(hasty, steps_max=None, cursor=None, **ask)  # type: ignore[arg-type]

    assert (page.reached_steps, page.steps_max) == (2, None)
    assert (page.count, page.remaining, len(page.items), page.next) == (4, 1, 3, None)


def test_a_walk_that_has_the_time_leaves_nothing_out(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"))

    page = walks.walk(database, "ancestors", public_id("/d/b"), steps_max=None, cursor=None, limit=3)

    assert page.reached_steps is None
