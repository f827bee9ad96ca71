"""Questions against an independent graph library, their plans, their limits."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import networkx as nx
import pytest

from lineage.errors import InvalidField, NotFound, QueryTimeout
from lineage.graph import read
from lineage.graph.database import Database
from lineage.graph.queries import load
from lineage.graph.write import write
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Application
from tests.conftest import Server
from tests.graph_sets import message, statuses

WALKS = (
    "read/ancestors",
    "read/descendants",
    "read/graph_up",
    "read/graph_down",
    "read/used_by",
    "read/common_ancestors",
    "read/common_descendants",
    "read/closures_ancestors",
    "read/closures_descendants",
    "read/roots",
    "read/products",
    "read/differences",
    "check/cycles",
)


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
        page = read.walk(
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

    page = read.walk(database, "ancestors", public_id("/d/x"), steps_max=None, cursor=None, limit=4)

    assert (page.count, page.remaining, len(page.items)) == (11, 7, 4)
    assert page.next is not None
    assert page.start.location == "/d/x"
    assert page.as_of == 1


def test_nodes_of_a_walk_say_what_they_are(database: Database) -> None:
    statuses(database, message("/d/x", "/d/raw", application=Application("prog", "1.2"), status="completed"))

    page = read.walk(database, "ancestors", public_id("/d/x"), steps_max=None, cursor=None, limit=10)

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

    whole = read.graph(database, "ancestors", public_id("/d/c"), steps_max=None, limit=100)
    cut = read.graph(database, "descendants", public_id("/d/a"), steps_max=None, limit=2)

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

    forth = read.path(database, public_id("/d/a"), public_id("/d/d"))
    back = read.path(database, public_id("/d/d"), public_id("/d/a"))

    way = ["/d/a", "job-of:/d/b", "/d/b", "job-of:/d/d", "/d/d"]
    assert [node.location or node.key for node in forth.nodes] == way
    assert [node.location or node.key for node in back.nodes] == way
    assert forth.steps == back.steps == 2
    assert read.path(database, public_id("/d/a"), public_id("/d/z")).nodes == []
    here = read.path(database, public_id("/d/a"), public_id("/d/a"))
    assert ([node.location for node in here.nodes], here.steps) == (["/d/a"], 0)


def test_diamonds_do_not_multiply_the_work(database: Database) -> None:
    """1,500 jobs that each read up to three of the 200 before them: as paths more than 10^7, as nodes 1,500."""
    dice = random.Random(7)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(1501))
    for n in range(1, 1501):
        graph.add_edges_from((earlier, n) for earlier in {dice.randint(max(0, n - 200), n - 1) for _ in range(3)})
    write(database, [message(f"/d/{n}", *[f"/d/{p}" for p in graph.predecessors(n)]) for n in range(1501)])

    page = read.walk(database, "ancestors", public_id("/d/1500"), steps_max=None, cursor=None, limit=10_000)

    found = {node.location for node in page.items if node.location}
    assert found == {f"/d/{n}" for n in nx.ancestors(graph, 1500)}


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield f"{plan['operatorType']} {plan.get('args', {}).get('Details', '')}"
    for child in plan.get("children", []):
        yield from operators(child)


@pytest.mark.parametrize("name", WALKS)
def test_every_walk_is_pruned(database: Database, name: str) -> None:
    bounds = dict.fromkeys(load()[name].bounds, 1_000_000)

    found = list(operators(database.explain(name, **bounds)))

    walks = [operator for operator in found if operator.startswith("VarLengthExpand")]
    assert walks
    assert all(operator.startswith("VarLengthExpand(Pruning") for operator in walks), found


def test_no_other_read_query_walks_and_paths_are_searched_from_both_ends(database: Database) -> None:
    for name, query in load().items():
        if name.startswith(("audit/", "index/")) or name in WALKS:
            continue
        found = " ".join(operators(database.explain(name, **dict.fromkeys(query.bounds, 10))))
        assert "VarLengthExpand" not in found, name
        if "shortestPath" in query.statement:
            assert "ShortestPath" in found


@pytest.mark.parametrize("name", [name for name in load() if name.startswith(("read/", "write/", "check/"))])
def test_questions_about_one_thing_start_from_an_index(database: Database, name: str) -> None:
    query = load()[name]

    found = " ".join(operators(database.explain(name, **dict.fromkeys(query.bounds, 10))))

    if {"id", "ids", "left_id", "statuses", "locations", "rows", "jobs"} & query.parameters:
        assert "AllNodesScan" not in found
        assert "NodeByLabelScan" not in found.replace("l:Ledger", "")


def paged(ask: Callable[[str | None], answers.Page[Any]]) -> list[str]:
    """Return locations or keys of a list, page by page."""
    names, cursor = [], None
    while True:
        page = ask(cursor)
        names += [getattr(item, "location", None) or item.key for item in page.items]
        if (cursor := page.next) is None:
            return names


def test_lists_are_paged_without_gaps_or_repeats(database: Database) -> None:
    statuses(database, *[message(f"/d/{n:02}", f"/e/{n:02}") for n in range(25)])

    datasets = paged(lambda at: read.datasets(database, prefix="/d/", kind=None, state=None, cursor=at, limit=4))
    expected = paged(lambda at: read.expected(database, cursor=at, limit=4))
    jobs = paged(lambda at: read.jobs(database, status=None, cursor=at, limit=4))

    assert datasets == [f"/d/{n:02}" for n in range(25)]
    assert expected == [f"/e/{n:02}" for n in range(25)]
    assert jobs == [f"job-of:/d/{n:02}" for n in range(25)]


def test_a_cursor_that_we_did_not_make_is_refused(database: Database) -> None:
    for cursor in ("x", "W10", "WyJhIl0", "!!", ""):
        with pytest.raises(InvalidField) as caught:
            read.expected(database, cursor=cursor, limit=4)
        assert caught.value.facts["field"] == "cursor"


def test_what_is_not_there_is_not_found(database: Database) -> None:
    for ask in (read.job, read.application):
        with pytest.raises(NotFound):
            ask(database, public_id("/none"))
    with pytest.raises(NotFound):
        read.walk(database, "ancestors", public_id("/none"), steps_max=None, cursor=None, limit=1)
    with pytest.raises(NotFound):
        read.path(database, public_id("/none"), public_id("/nothing"))


def test_a_time_limit_ends_the_work_in_the_database_too(database: Database, server: Server) -> None:
    write(database, [message(f"/d/{n}", *[f"/d/{p}" for p in range(max(0, n - 5), n)]) for n in range(600)])

    with (
        Database(server.uri, (server.user, server.password), query_timeout_s=0.001) as hasty,
        pytest.raises(QueryTimeout) as caught,
    ):
        hasty.ask("audit/acyclic", limit=1)

    assert caught.value.facts["question"] == "audit/acyclic"
    with database._driver.session() as session:
        running = session.run("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery").value()
    assert not [query for query in running if "INPUT" in query]
