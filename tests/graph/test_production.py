"""What applications produced, and all that was made from it, against an independent library."""

import random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import InvalidField, NotFound
from lineage.graph import production
from lineage.graph.database import Database
from lineage.graph.production import Span
from lineage.graph.write import retire, write
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Application, Run
from tests.graph.test_read import operators
from tests.graph.test_relations import FEW, dags
from tests.graph_sets import message, statuses, wipe

ALL_TIME = Span()
PROG = Application("prog", "1.0")
ID = public_id(PROG.key)


def at(day: int, hour: int = 0) -> str:
    return f"2024-01-{day:02}T{hour:02}:00:00.000000Z"


def days(day: int, **facts: Any) -> dict[str, Any]:
    """Return the facts of a message of the application, whose job ended on a day."""
    return {"application": PROG, "start_time": at(day), "end_time": at(day, 1), **facts}


def produced(database: Database, span: Span = ALL_TIME, limit: int = 3) -> list[answers.Product]:
    items, cursor = [], None
    while True:
        page = production.produced(database, [ID], span, cursor=cursor, limit=limit)
        items += page.items
        assert len(items) + page.remaining == page.count
        if (cursor := page.next) is None:
            return items


@pytest.mark.parametrize(
    "name",
    [
        "produced",
        "impact_seeds",
        "impact_step",
        "jobs_of_application",
        "jobs_of_application_by_status",
        "jobs_by_status",
    ],
)
def test_questions_about_an_application_start_from_an_index_and_walk_nowhere(database: Database, name: str) -> None:
    found = " ".join(operators(database.explain(f"read/{name}")))

    assert "Scan" not in found.replace("NodeIndexScan", "")
    assert "VarLengthExpand" not in found


def test_what_an_application_produced_comes_in_the_order_of_time(database: Database) -> None:
    statuses(database, *[message(f"/d/{9 - n}", "/raw", **days(1 + n // 2)) for n in range(9)])
    statuses(database, message("/other", "/raw", **days(1, application=Application("prog", "2.0"))))

    found = produced(database)

    expected = sorted((at(1 + n // 2, 1), f"/d/{9 - n}") for n in range(9))
    assert [(item.time, item.location) for item in found] == expected
    assert found[0].job == public_id(f"job-of:{found[0].location}")


def test_bounds_of_time_are_included_and_counts_are_those_of_all_pages(database: Database) -> None:
    statuses(
        database,
        *[message(f"/d/{n}", "/raw", **days(n, status="failed" if n == 3 else "completed")) for n in range(1, 6)],
    )
    retire(database, public_id("/d/4"), "gone")

    page = production.produced(database, [ID], Span(at(2, 1), at(4, 1)), cursor=None, limit=1)

    assert [item.location for item in page.items] == ["/d/2"]
    assert (page.count, page.remaining) == (3, 2)
    assert page.kinds == {"processed": 3}
    assert page.states == {"present": 2, "retired": 1}
    assert page.statuses == {"completed": 2, "failed": 1}
    assert page.application.key == "prog/1.0"
    assert [item.location for item in produced(database, Span(status="failed"))] == ["/d/3"]
    assert produced(database, Span(since=at(9))) == []


def test_an_application_is_the_first_of_the_ids_that_exists(database: Database) -> None:
    statuses(database, message("/d/a", "/raw", **days(1)))

    found = production.produced(database, [public_id("none"), ID], Span(), cursor=None, limit=1)

    assert found.application.id == ID
    for ask in (
        lambda: production.produced(database, [public_id("none")], Span(), cursor=None, limit=1),
        lambda: production.reach(database, [public_id("none")], Span()),
        lambda: production.jobs(database, [public_id("none")], status=None, cursor=None, limit=1),
        lambda: production.job_counts(database, [public_id("none")]),
    ):
        with pytest.raises(NotFound):
            ask()


def test_jobs_of_an_application_are_paged_and_counted_by_status(database: Database) -> None:
    words = ["completed", "failed", "completed", "running"]
    statuses(database, *[message(f"/d/{n}", "/raw", **days(1, status=word)) for n, word in enumerate(words)])
    statuses(database, message("/d/x", "/raw", status="aborted"))

    keys, cursor = [], None
    while True:
        page = production.jobs(database, [ID], status=None, cursor=cursor, limit=3)
        keys += [item.key for item in page.items]
        if (cursor := page.next) is None:
            break

    assert keys == [f"job-of:/d/{n}" for n in range(4)]
    (failed,) = production.jobs(database, [ID], status="failed", cursor=None, limit=3).items
    assert (failed.key, failed.application, failed.version) == ("job-of:/d/1", "prog", "1.0")
    of_one = {"unknown": 0, "running": 1, "completed": 2, "failed": 1, "aborted": 0}
    assert production.job_counts(database, [ID]).counts == of_one
    assert production.job_counts(database, None).counts == {**of_one, "aborted": 1}


def reached(database: Database, span: Span = ALL_TIME) -> dict[str, int]:
    return {member.location: member.steps for member in production.reach(database, [ID], span).members}


@FEW
@given(graph=dags(), data=st.data())
def test_an_impact_is_all_that_was_made_from_any_seed_each_once_and_from_the_nearest(
    database: Database, graph: nx.DiGraph, data: st.DataObject
) -> None:
    made = [node for node in graph if graph.in_degree(node)]
    seeds = set(data.draw(st.lists(st.sampled_from(made), unique=True))) if made else set()
    wipe(database)
    write(
        database,
        [
            message(node, *graph.predecessors(node), application=PROG if node in seeds else Application("other"))
            for node in graph
        ],
    )
    if not seeds:
        return

    walk = production.reach(database, [ID], Span())

    nearest = nx.multi_source_dijkstra_path_length(graph, seeds)
    assert [(member.steps, member.location) for member in walk.members] == sorted(
        (steps, node) for node, steps in nearest.items()
    )


def test_rounds_of_any_size_give_the_same(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    graph = nx.DiGraph()
    for n in range(1, 60):
        graph.add_edges_from((earlier, n) for earlier in {dice.randrange(n) for _ in range(3)})
    write(
        database,
        [
            message(
                f"/d/{n}", *[f"/d/{at}" for at in graph.predecessors(n)] or ["/raw"], **(days(1) if n % 7 == 1 else {})
            )
            for n in sorted(graph)
        ],
    )
    whole = reached(database)

    monkeypatch.setattr(production, "ROUND_IDS", 2)

    nearest = nx.multi_source_dijkstra_path_length(graph, {n for n in graph if n % 7 == 1})
    assert reached(database) == whole == {f"/d/{n}": steps for n, steps in nearest.items()}


def test_an_impact_counts_seeds_derived_kinds_states_and_investigations(database: Database) -> None:
    statuses(database, message("/s/1", "/raw", **days(1)), message("/s/2", "/raw", **days(2)))
    statuses(database, message("/d/1", "/s/1", "/s/2"), message("/d/2", "/d/1", investigation="hg2"))
    retire(database, public_id("/d/2"), "gone")

    walk = production.reach(database, [ID], Span())
    page = production.impact(walk, cursor=None, limit=3)

    assert [(item.location, item.steps) for item in page.items] == [("/s/1", 0), ("/s/2", 0), ("/d/1", 1)]
    assert (page.seeds_count, page.derived_count, page.remaining, page.is_truncated) == (2, 2, 1, False)
    assert (page.kinds, page.states) == ({"processed": 4}, {"present": 3, "retired": 1})
    assert [(one.key, one.count) for one in page.investigations] == [("hg1@id00", 3), ("hg2@id00", 1)]
    assert page.investigations_count == 2
    assert page.as_of == page.as_of_end
    rest = production.impact(walk, cursor=page.next, limit=3)
    assert ([item.location for item in rest.items], rest.next) == (["/d/2"], None)
    assert reached(database, Span(until=at(1, 23))) == {"/s/1": 0, "/d/1": 1, "/d/2": 2}


def test_a_seed_that_was_made_from_another_is_a_seed(database: Database) -> None:
    statuses(database, message("/s/1", "/raw", **days(1)), message("/s/2", "/s/1", **days(2)))

    page = production.impact(production.reach(database, [ID], Span()), cursor=None, limit=3)

    assert (page.seeds_count, page.derived_count) == (2, 0)


def test_all_outputs_of_a_run_are_produced(database: Database) -> None:
    run = Run("ewoks", "1")
    statuses(database, message("/s/1", "/raw", **days(1), run=run), message("/s/2", "/raw", **days(1), run=run))

    assert [item.location for item in produced(database)] == ["/s/1", "/s/2"]


def test_a_walk_that_meets_too_many_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses(database, message("/s", "/raw", **days(1)), *[message(f"/d/{n}", "/s") for n in range(5)])
    monkeypatch.setattr(production, "MEMBERS_MAX", 4)

    page = production.impact(production.reach(database, [ID], Span()), cursor=None, limit=10)

    assert (len(page.items), page.is_truncated) == (4, True)


def test_a_cursor_of_another_list_is_refused(database: Database) -> None:
    statuses(database, message("/s", "/raw", **days(1)))
    walk = production.reach(database, [ID], Span())

    with pytest.raises(InvalidField):
        production.impact(walk, cursor="WyJhIl0", limit=1)
