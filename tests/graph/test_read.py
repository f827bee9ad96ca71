"""Questions against an independent graph library, their plans, their limits."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from lineage.errors import InvalidField, NotFound, QueryTimeout
from lineage.graph import read, walks
from lineage.graph.database import Database
from lineage.graph.queries import load
from lineage.graph.write import retire
from lineage.model import answers
from lineage.model.location import public_id
from tests.conftest import Server
from tests.graph_sets import ENDLESS, message, statuses

WALKS = (
    "read/all_ancestors",
    "read/all_descendants",
    "read/ancestors",
    "read/closures_ancestors",
    "read/closures_descendants",
    "read/common_ancestors",
    "read/common_descendants",
    "read/descendants",
    "read/differences",
    "read/graph_down",
    "read/graph_up",
    "read/neighbourhood",
    "read/products",
    "read/provenance_ancestors",
    "read/provenance_descendants",
    "read/roots",
    "read/used_by",
    "check/cycles",
)


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield f"{plan['operatorType']} {plan.get('args', {}).get('Details', '')}"
    for child in plan.get("children", []):
        yield from operators(child)


ELSEWHERE = ("read/flat_rows",)
"""Walks whose plans other tests read."""


@pytest.mark.parametrize("name", WALKS)
def test_every_walk_is_pruned(database: Database, name: str) -> None:
    bounds = dict.fromkeys(load()[name].bounds, 1_000_000)

    found = list(operators(database.explain(name, **bounds)))

    walking = [operator for operator in found if operator.startswith("VarLengthExpand")]
    assert walking
    assert all(operator.startswith("VarLengthExpand(Pruning") for operator in walking), found


def test_no_other_read_query_walks_and_paths_are_searched_from_both_ends(database: Database) -> None:
    for name, query in load().items():
        if name.startswith(("audit/", "index/", "search/")) or name in (*WALKS, *ELSEWHERE):
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


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("read/expected", "RANGE INDEX d:Dataset(state, since)"),
        ("read/datasets_by_state", "RANGE INDEX d:Dataset(state, since)"),
        ("read/jobs_of_status", "RANGE INDEX j:Job(status, key)"),
    ],
)
def test_lists_of_few_start_from_their_index_and_look_at_nothing_else(
    database: Database, name: str, index: str
) -> None:
    found = [one for one in operators(database.explain(name)) if "Index" in one and "l:Ledger" not in one]

    assert found
    assert [one for one in found if index not in one] == []


def test_lists_by_state_and_status_hold_what_they_say(database: Database) -> None:
    statuses(
        database,
        *[message(f"/d/{n}", f"/e/{n}", status="failed" if n % 2 else "completed") for n in range(6)],
        message("/d/raw"),
    )
    retire(database, public_id("/d/3"), "gone")
    retire(database, public_id("/e/4"), "gone")
    everything: dict[str, Any] = {"prefix": "", "kind": None, "state": None}

    def locations(**asked: str) -> list[str]:
        return paged(lambda at: read.datasets(database, **{**everything, **asked}, cursor=at, limit=2))

    assert locations(state="retired") == ["/d/3", "/e/4"]
    assert locations(state="retired", kind="unknown") == ["/e/4"]
    assert locations(kind="unknown") == [f"/e/{n}" for n in range(6)]
    assert locations(state="expected", prefix="/e/") == [f"/e/{n}" for n in (0, 1, 2, 3, 5)]
    assert locations(state="present", kind="raw") == ["/d/raw"]
    failed = paged(lambda at: read.jobs(database, status="failed", cursor=at, limit=2))
    assert failed == [f"job-of:/d/{n}" for n in (1, 3, 5)]


def test_counts_are_those_of_what_is_there(database: Database) -> None:
    statuses(database, message("/d/raw"), message("/d/a", "/d/raw", "/d/none"), message("/d/b", "/d/a"))
    retire(database, public_id("/d/none"), "gone")

    found = read.stats(database)

    assert (found.datasets, found.raw, found.processed, found.expected, found.retired) == (4, 1, 2, 0, 1)
    assert (found.jobs, found.inputs, found.outputs) == (2, 3, 2)


def test_counts_read_no_dataset_but_those_that_are_expected_or_gone(database: Database) -> None:
    plan = list(operators(database.explain("read/stats")))

    assert sum("Dataset(state, since)" in one for one in plan if one.startswith("NodeIndexSeek")) == 2, plan
    assert [one for one in plan if one.startswith("NodeByLabelScan") and "Dataset" in one] == []


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
        walks.walk(database, "ancestors", public_id("/none"), steps_max=None, cursor=None, limit=1)
    with pytest.raises(NotFound):
        walks.path(database, public_id("/none"), public_id("/nothing"))


def test_a_time_limit_ends_the_work_in_the_database_too(database: Database, server: Server) -> None:
    with (
        Database(server.uri, (server.user, server.password), query_timeout_s=0.001) as hasty,
        pytest.raises(QueryTimeout) as caught,
    ):
        hasty.ask_piece("endless", ENDLESS)

    assert caught.value.facts["question"] == "endless"
    with database._driver.session() as session:
        running = session.run("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery").value()
    assert ENDLESS.text not in running
