"""What datasets have in common, where they go back to and end, and what differs, against an independent library."""

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage.errors import NamesNotFound, NotFound
from lineage.graph import relations
from lineage.graph.database import Database
from lineage.graph.queries import load
from lineage.graph.write import write
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Application
from tests.graph.test_read import operators
from tests.graph.test_walks import store
from tests.graph_sets import message, statuses, wipe

PRUNED = (
    "read/common_ancestors",
    "read/common_descendants",
    "read/closures_ancestors",
    "read/closures_descendants",
    "read/roots",
    "read/products",
    "read/differences",
)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def dags(draw: st.DrawFn) -> nx.DiGraph:
    """A graph in which each dataset may read any of those before it."""
    size = draw(st.integers(2, 14))
    graph = nx.DiGraph()
    graph.add_nodes_from(f"/d/{n:02}" for n in range(size))
    for n in range(1, size):
        for earlier in draw(st.sets(st.integers(0, n - 1), max_size=3)):
            graph.add_edge(f"/d/{earlier:02}", f"/d/{n:02}")
    return graph


def distances(graph: nx.DiGraph, start: str, direction: answers.Direction) -> dict[str, int]:
    """Return every dataset that is reached with its least steps, the start with none."""
    way = graph if direction == "descendants" else graph.reverse()
    return dict(nx.single_source_shortest_path_length(way, start))


def in_common(database: Database, direction: answers.Direction, *starts: str, **limits: Any) -> list[Any]:
    """Return the datasets in common as (location, steps, distances by location), over all pages."""
    names = {public_id(start): start for start in starts}
    found, cursor = [], None
    while True:
        asked = {"steps_max": None, "limit": 3, **limits}
        page = relations.common(database, direction, list(names), cursor=cursor, **asked)
        found += [
            (node.location, node.steps, {names[id]: steps for id, steps in node.distances.items()})
            for node in page.items
            if node.location
        ]
        assert page.remaining == 0 or page.next
        if (cursor := page.next) is None:
            return found


@pytest.mark.parametrize("name", PRUNED)
def test_every_walk_from_several_datasets_is_pruned_and_starts_from_an_index(database: Database, name: str) -> None:
    found = list(operators(database.explain(name, **dict.fromkeys(load()[name].bounds, 1_000_000))))

    walks = [operator for operator in found if operator.startswith("VarLengthExpand")]
    assert walks
    assert all(operator.startswith("VarLengthExpand(Pruning") for operator in walks), found
    assert not [operator for operator in found if operator.startswith(("AllNodesScan", "NodeByLabelScan"))]


@FEW
@given(graph=dags(), direction=st.sampled_from(("ancestors", "descendants")), data=st.data())
def test_what_is_in_common_is_what_every_start_reaches(
    database: Database, graph: nx.DiGraph, direction: answers.Direction, data: st.DataObject
) -> None:
    starts = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=4, unique=True))
    wipe(database)
    store(database, graph)

    found = in_common(database, direction, *starts)

    each = {start: distances(graph, start, direction) for start in starts}
    shared = set.intersection(*map(set, each.values()))
    expected = [(node, {start: each[start][node] for start in starts}) for node in shared]
    assert found == sorted(
        ((node, max(steps.values()), steps) for node, steps in expected), key=lambda item: (item[1], item[0])
    )


def test_a_start_that_the_others_come_from_is_in_common(database: Database) -> None:
    statuses(database, message("/d/a"), message("/d/b", "/d/a"), message("/d/c", "/d/b"))

    assert in_common(database, "ancestors", "/d/b", "/d/c") == [
        ("/d/b", 1, {"/d/b": 0, "/d/c": 1}),
        ("/d/a", 2, {"/d/b": 1, "/d/c": 2}),
    ]
    assert in_common(database, "ancestors", "/d/b", "/d/c", steps_max=1) == [("/d/b", 1, {"/d/b": 0, "/d/c": 1})]


def test_jobs_are_in_common_too(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"), message("/d/c", "/d/b"), message("/d/e", "/d/b"))

    page = relations.common(
        database, "ancestors", [public_id("/d/c"), public_id("/d/e")], steps_max=None, cursor=None, limit=10
    )

    assert [node.location or node.key for node in page.items] == ["/d/b", "/d/a", "job-of:/d/b"]
    assert (page.count, page.remaining, page.next) == (3, 0, None)


def ended(database: Database, which: Any, start: str) -> list[tuple[str, int]]:
    found, cursor = [], None
    while True:
        page = relations.ends(database, which, public_id(start), cursor=cursor, limit=2)
        found += [(item.location, item.steps) for item in page.items]
        assert len(found) + page.remaining == page.count
        if (cursor := page.next) is None:
            return found


@FEW
@given(graph=dags())
def test_roots_are_what_nothing_produced_and_products_what_nothing_read(database: Database, graph: nx.DiGraph) -> None:
    wipe(database)
    store(database, graph)

    for start in list(graph)[:: max(1, len(graph) // 4)]:
        up, down = distances(graph, start, "ancestors"), distances(graph, start, "descendants")
        roots = [(node, steps) for node, steps in up.items() if graph.in_degree(node) == 0]
        products = [(node, steps) for node, steps in down.items() if graph.out_degree(node) == 0]
        assert ended(database, "roots", start) == sorted(roots, key=lambda item: item[::-1])
        assert ended(database, "products", start) == sorted(products, key=lambda item: item[::-1])


def test_a_root_says_of_what_kind_and_in_what_state_it_is(database: Database) -> None:
    statuses(database, message("/d/raw"), message("/d/x", "/d/raw", "/d/nobody"))

    page = relations.ends(database, "roots", public_id("/d/x"), cursor=None, limit=10)

    assert [(item.location, item.kind, item.state, item.steps) for item in page.items] == [
        ("/d/nobody", "unknown", "expected", 1),
        ("/d/raw", "raw", "present", 1),
    ]
    with pytest.raises(NotFound):
        relations.ends(database, "roots", public_id("/none"), cursor=None, limit=10)


def differ(database: Database, left: str, right: str, steps_max: int | None = None) -> answers.Differences:
    return relations.differences(database, public_id(left), public_id(right), steps_max=steps_max, units={"a": "mm"})


def pipeline(database: Database, name: str, raw: str, *versions: str, **facts: Any) -> str:
    """Write a chain of steps over a raw dataset, step n by the application `step n` in a version; return its end."""
    chain = [raw, *(f"/{name}/{n}" for n in range(len(versions)))]
    made = zip(pairwise(chain), versions, strict=True)
    write(
        database,
        [
            message(end, start, name=f"step{n}", application=Application(f"step {n}", version), **facts)
            for n, ((start, end), version) in enumerate(made)
        ],
    )
    return chain[-1]


def test_two_that_were_made_alike_from_one_raw_dataset_are_the_same(database: Database) -> None:
    one, two = (pipeline(database, name, "/raw/1", "1.0", "2.0") for name in ("a", "b"))

    found = differ(database, one, two)

    assert (found.is_same, found.first_divergence, found.compared_count) == (True, None, 2)
    assert (found.left.location, found.right.location) == ("/a/1", "/b/1")


def test_a_dataset_is_the_same_as_itself(database: Database) -> None:
    statuses(database, message("/d/b", "/d/a"))

    assert differ(database, "/d/b", "/d/b").is_same is True


def test_the_divergence_is_told_where_it_is_and_not_at_what_follows_from_it(database: Database) -> None:
    one = pipeline(database, "a", "/raw/1", "1.0", "2.0", "3.0")
    two = pipeline(database, "b", "/raw/1", "1.1", "2.0", "3.0")

    found = differ(database, one, two)

    first = found.first_divergence
    assert first is not None
    assert (found.is_same, first.steps, first.what, found.further_count) == (False, 2, ["version"], 0)
    assert (first.left.dataset.location, first.right.dataset.location) == ("/a/0", "/b/0")
    assert differ(database, one, two, steps_max=2).is_same is True


def test_every_fact_of_a_job_and_every_parameter_is_compared(database: Database) -> None:
    statuses(
        database,
        message("/a", "/raw", application=Application("x", "1"), parameters={"a": 1, "b": "same"}, arguments="-q"),
        message("/b", "/raw", application=Application("y", "2"), parameters={"a": 2, "b": "same"}, status="failed"),
    )

    found = differ(database, "/a", "/b").first_divergence

    assert found is not None
    assert found.what == ["application", "version", "status", "arguments", "parameters"]
    assert [(one.name, one.left, one.right, one.units) for one in found.parameters] == [("a", 1, 2, "mm")]
    assert found.inputs is not None
    assert [one.location for one in found.inputs.shared] == ["/raw"]


def test_different_raw_data_are_a_difference_of_inputs(database: Database) -> None:
    statuses(database, message("/raw/1"), message("/raw/2"), message("/mask"))
    statuses(database, message("/a", "/raw/1", "/mask"), message("/b", "/raw/2", "/mask"))

    found = differ(database, "/a", "/b").first_divergence

    assert found is not None
    assert found.what == ["inputs"]
    inputs = found.inputs
    assert inputs is not None
    assert [[one.location for one in side] for side in (inputs.shared, inputs.only_left, inputs.only_right)] == [
        ["/mask"],
        ["/raw/1"],
        ["/raw/2"],
    ]


def test_a_dataset_that_only_one_side_processed_is_missing_on_the_other(database: Database) -> None:
    statuses(database, message("/raw", name="scan"), message("/clean", "/raw", name="scan"))
    statuses(database, message("/a", "/raw"), message("/b", "/clean"))

    found = differ(database, "/a", "/b")

    first = found.first_divergence
    assert first is not None
    assert (first.steps, first.what) == (1, ["missing"])
    assert (first.left.job, first.right.job is None) == (None, False)


def test_inputs_are_aligned_by_application_and_name_before_all_else(database: Database) -> None:
    for side, order in (("a", "12"), ("b", "21")):
        write(
            database,
            [
                message(f"/{side}/{place}", "/raw", name=name, application=Application("cut", version))
                for place, (name, version) in zip(order, (("dark", "1"), ("flat", "2")), strict=True)
            ],
        )
        statuses(database, message(f"/{side}", f"/{side}/1", f"/{side}/2"))

    assert differ(database, "/a", "/b").is_same is True


def test_one_dataset_stands_for_one_only(database: Database) -> None:
    """The left merges two results of one step, the right one result of it: half of the left has no counterpart."""
    cut = Application("cut", "1")
    statuses(database, *[message(at, "/raw", application=cut) for at in ("/l1", "/l2", "/r1")])
    statuses(database, message("/a", "/l1", "/l2"), message("/b", "/r1"))

    found = differ(database, "/a", "/b").first_divergence

    assert found is not None
    assert found.what == ["inputs"]
    assert found.inputs is not None
    assert (found.inputs.paired_count, [one.location for one in found.inputs.only_left]) == (1, ["/l2"])


def test_a_comparison_that_leaves_something_out_does_not_say_that_nothing_differs(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (pipeline(database, name, "/raw/1", *["1.0"] * 6) for name in ("a", "b"))
    monkeypatch.setattr(relations, "COMPARED_MAX", 6)

    found = differ(database, one, two)

    assert (found.is_same, found.compared_count, found.left_out_count) == (None, 3, 1)


def test_one_that_the_other_was_made_from_differs_from_it(database: Database) -> None:
    end = pipeline(database, "a", "/raw/1", "1", "2")

    found = differ(database, end, "/a/0").first_divergence

    assert found is not None
    assert {"application", "version", "inputs"} <= set(found.what)


@FEW
@given(graph=dags())
def test_equal_graphs_over_one_raw_dataset_never_differ(database: Database, graph: nx.DiGraph) -> None:
    """Two copies of a graph, every step by an application of its own, all of them from one raw dataset."""
    wipe(database)
    for side in ("l", "r"):
        write(
            database,
            [
                message(
                    f"/{side}{node}",
                    *([f"/{side}{at}" for at in graph.predecessors(node)] or ["/raw"]),
                    name=node,
                    application=Application(node),
                )
                for node in graph
            ],
        )
    end = f"/d/{len(graph) - 1:02}"

    found = differ(database, f"/l{end}", f"/r{end}")

    assert found.is_same is True
    assert found.compared_count == len(nx.ancestors(graph, end)) + 1


def test_names_of_nothing_are_told_all_at_once(database: Database) -> None:
    with pytest.raises(NamesNotFound) as caught:
        differ(database, "/none", "/nothing")

    assert caught.value.facts["names"] == [public_id("/none"), public_id("/nothing")]
