"""Searches against plain Python, their plans, their limits, and what they must not let through."""

import random
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from lineage.errors import InvalidField, QueryTimeout, SchemaError
from lineage.graph import search as searching
from lineage.graph import starts
from lineage.graph.database import Database
from lineage.graph.queries import load
from lineage.graph.schema import index_parameters
from lineage.graph.search import asked, search
from lineage.graph.write import write
from lineage.model import answers
from lineage.model.message import Application
from lineage.model.search import Expression, parse, spelled
from tests.graph.test_read import operators
from tests.graph_sets import ENDLESS, message, run, statuses
from tests.search_sets import (
    NAMES,
    Facts,
    expected_facts,
    facts_of,
    fits,
    random_expression,
    random_message,
)


def found(
    database: Database, asked: Expression | str, *, limit: int = 1000, indexed: Collection[str] = (), **more: Any
) -> answers.Found:
    """Return the first page of a search."""
    expression = parse(asked, NAMES) if isinstance(asked, str) else asked
    given = {"has_facets": False, "cursor": None, **more}
    return search(database, expression, limit=limit, indexed=indexed, **given)


def locations(database: Database, expression: Expression | str, **more: Any) -> list[str]:
    return [item.location for item in found(database, expression, **more).items]


def filled(database: Database, dice: random.Random, count: int) -> dict[str, Facts]:
    """Write random datasets, and return what each has; expected ones with what named them."""
    batch = [random_message(dice, number) for number in range(count)]
    write(database, batch)
    numbers = run(database, "MATCH (d:Dataset) RETURN d.location AS location, d.since AS since, d.change AS change")
    said = {one.location: one for one in batch}
    return {
        row["location"]: facts_of(said[row["location"]], since=row["since"], change=row["change"])
        if row["location"] in said
        else expected_facts(**row)
        for row in numbers
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_search_finds_what_plain_python_finds(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    facts = filled(database, dice, 90)
    index_parameters(database, ["EM_voltage"], {"EM_voltage"})
    run(database, "CALL db.awaitIndexes()")
    sizes = set()

    for _ in range(60):
        expression = random_expression(dice)
        indexed = dice.choice(((), ("EM_voltage",)))
        answer = found(database, expression, indexed=indexed, has_facets=dice.random() < 0.3)
        wanted = sorted(location for location, one in facts.items() if fits(expression, one))
        assert ([item.location for item in answer.items], answer.count) == (wanted, len(wanted)), spelled(expression)
        sizes.add(len(wanted))

    run(database, "DROP INDEX parameter_EM_voltage")
    assert len(sizes) > 15


STARTS = {
    "icat_id = 7": "d:Dataset(icat_id) WHERE icat_id = ",
    "location = /data/a": "d:Dataset(location) WHERE location = ",
    "location: /data/a*": "AND location < ",
    "under /data/a": "AND location < ",
    "sample = s": "s:Sample(name) WHERE name = ",
    "investigation = hg1": "s:Investigation(name) WHERE name = ",
    "investigation: hg*": "s:Investigation(name) WHERE name STARTS WITH",
    "scan": "db.index.fulltext.queryNodes",
    "EM_voltage >= 200": "d:Dataset(parameter_EM_voltage) WHERE parameter_EM_voltage >= ",
    "name: scan*": "d:Dataset(name) WHERE name STARTS WITH ",
    "application = relion": "s:Application(name) WHERE name = ",
    "since >= 5": "d:Dataset(state, since) WHERE state IN ",
    "state = retired": "d:Dataset(state, since) WHERE state = ",
    "start = 2024-01": "d:Dataset(start_time) WHERE start_time >= ",
    "status = failed": "s:Job(status) WHERE status = ",
    "technique = T1": "s:Technique(pid) WHERE pid = ",
    "instrument in (id00, id11)": "s:Instrument(name) WHERE name IN ",
}
"""Selective conditions, and what the plan says of the index that a search with them starts from."""


def plan_of(database: Database, expression: str, *, has_facets: bool = True, is_first: bool = True) -> list[str]:
    question, _ = asked(
        parse(expression, NAMES),
        after="",
        limit=100,
        has_facets=has_facets,
        is_first=is_first,
        indexed=["EM_voltage"],
    )
    return list(operators(database.explain_piece("search", question)))


def starts_of(plan: list[str]) -> list[str]:
    """Return where the plan goes into the graph, the ledger left out."""
    entries = ("Scan", "Seek", "fulltext")
    return [line for line in plan if any(word in line for word in entries) and "l:Ledger" not in line]


@pytest.fixture
def voltage_index(database: Database) -> Iterator[None]:
    """An index on one parameter, as LINEAGE_INDEXED_PARAMETERS makes it."""
    index_parameters(database, ["EM_voltage"], {"EM_voltage"})
    run(database, "CALL db.awaitIndexes()")
    yield
    run(database, "DROP INDEX parameter_EM_voltage")


@pytest.mark.parametrize("rest", ["", " and kind = raw and (files > 1 or exists technique) and version < 2"])
@pytest.mark.usefixtures("voltage_index")
def test_what_is_selective_starts_from_its_index_and_from_nothing_else(database: Database, rest: str) -> None:
    filled(database, random.Random(9), 60)

    plans = {expression: starts_of(plan_of(database, expression + rest)) for expression in STARTS}

    found = {expression: {STARTS[expression] in line for line in lines} for expression, lines in plans.items()}
    assert found == {expression: {True} for expression in STARTS}, plans


@pytest.mark.parametrize(
    "expression", ["", "kind = raw", "under /data/a and kind = raw", "location: /data/* and files > 1"]
)
def test_what_reads_locations_in_their_order_sorts_nothing(database: Database, expression: str) -> None:
    plan = plan_of(database, expression, has_facets=False, is_first=False)

    assert [line for line in plan if line.startswith(("Top", "Sort", "PartialSort"))] == []
    assert all("d:Dataset(location)" in line for line in starts_of(plan))


def test_pages_come_in_the_order_of_locations_without_gaps_while_data_arrive(database: Database) -> None:
    statuses(database, *[message(f"/d/{n:02}", sample="s") for n in range(0, 20, 2)])
    for expression in ("kind = raw", "sample = s", "under /d", "d"):
        seen: list[str] = []
        cursor = None
        while cursor is not None or not seen:
            page = found(database, expression, limit=3, cursor=cursor)
            seen += [item.location for item in page.items]
            assert (page.count is None) == (cursor is not None)
            # one that comes before the place is not seen, one that comes after it is
            statuses(database, message("/d/00a", sample="s"), message("/d/17", sample="s"))
            cursor = page.next
        assert seen in (
            sorted({*[f"/d/{n:02}" for n in range(0, 20, 2)], "/d/17", *extra}) for extra in ((), ("/d/00a",))
        )


def test_the_cursor_of_another_search_is_refused(database: Database) -> None:
    statuses(database, *[message(f"/d/{n}") for n in range(4)])
    page = found(database, "kind = raw", limit=2)

    same = found(database, "(kind = raw)", limit=2, cursor=page.next)
    with pytest.raises(InvalidField) as caught:
        found(database, "kind != raw", limit=2, cursor=page.next)

    assert [item.location for item in same.items] == ["/d/2", "/d/3"]
    assert caught.value.facts["field"] == "cursor"
    for cursor in ("x", "W10", "", "WyJhIl0"):
        with pytest.raises(InvalidField):
            found(database, "kind = raw", cursor=cursor)


def test_facets_tell_how_what_is_found_is_distributed(database: Database) -> None:
    relion = Application("relion", "3.1")
    statuses(
        database,
        message("/d/a", techniques=("T1", "T2")),
        message("/d/b", "/d/a", application=relion, start_time="2023-12-31T00:00:00.000000Z"),
        message("/d/c", "/d/a", application=Application("relion"), techniques=("T1",), investigation="hg2"),
        message("/e/x", "/e/y", application=relion),
    )

    page = found(database, "under /d", has_facets=True, limit=1)

    facets = {facet.name: {value.value: value.count for value in facet.values} for facet in page.facets or ()}
    assert (page.count, len(page.items)) == (3, 1)
    assert facets == {
        "kind": {"processed": 2, "raw": 1},
        "state": {"present": 3},
        "instrument": {"id00": 3},
        "investigation": {"hg1": 2, "hg2": 1},
        "technique": {"T1": 2, "T2": 1, None: 1},
        "application": {"relion 3.1": 1, "relion": 1, None: 1},
        "year": {"2024": 2, "2023": 1},
        "month": {"2024-01": 2, "2023-12": 1},
    }
    for facet in page.facets or ():
        for value in facet.values:
            assert found(database, f"under /d and {value.expression}").count == value.count, value.expression


def test_a_facet_shows_the_most_frequent_values_and_tells_of_the_others(database: Database) -> None:
    statuses(
        database,
        *[message(f"/d/{n:02}", investigation=f"hg{n:02}") for n in range(25)],
        message("/d/x", investigation="hg24"),
    )

    (facet,) = (one for one in found(database, "", has_facets=True).facets or () if one.name == "investigation")

    assert [(value.value, value.count) for value in facet.values[:3]] == [("hg24", 2), ("hg00", 1), ("hg01", 1)]
    assert (len(facet.values), facet.values_count, facet.others_count) == (20, 25, 5)


def test_nothing_found_has_empty_facets(database: Database) -> None:
    page = found(database, "kind = raw", has_facets=True)

    assert (page.count, page.items) == (0, [])
    assert {(facet.name, len(facet.values)) for facet in page.facets or ()} == {(name, 0) for name in searching.FACETS}


def test_counting_ends_at_its_limit_and_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses(database, *[message(f"/d/{n}") for n in range(9)])
    monkeypatch.setattr(searching, "COUNT_MAX", 5)

    for has_facets in (False, True):
        page = found(database, "kind = raw", has_facets=has_facets, limit=2)
        assert (page.count, page.is_count_capped) == (5, True)
    whole = found(database, "name = 3", has_facets=True)
    assert (whole.count, whole.is_count_capped) == (1, False)


def test_words_look_at_the_best_candidates_and_say_when_there_are_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses(database, *[message(f"/d/scan_{n}", sample="s" if n else "scan scan scan") for n in range(9)])

    whole = found(database, "scan")
    monkeypatch.setattr(starts, "CANDIDATES_MAX", 3)
    monkeypatch.setattr(searching, "CANDIDATES_MAX", 3)
    cut = found(database, "scan")

    assert (len(whole.items), whole.candidates_max, whole.is_cut) == (9, 10_000, False)
    assert (len(cut.items), cut.candidates_max, cut.is_cut) == (3, 3, True)
    assert "/d/scan_0" in [item.location for item in cut.items]
    assert (found(database, "sample = s").candidates_max, found(database, "sample = s").is_cut) == (None, False)


NAMES_SEEN = {
    "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA/MotionCorr/job002": "MotionCorr_job002",
    "/data/visitor/hg1/id00/20240101/RAW_DATA/Été_β-gal/Été_β-gal_0001": "Été_β-gal_0001",
    "/data/visitor/ma1234/bm05/scan0001.h5": "scan0001.h5",
}


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("motioncorr", {0}),
        ("job002", {0}),
        ("MotionCorr_job002", {0}),
        ('"processed data"', {0}),
        ("PROCESSED_DATA/MotionCorr", {0}),
        ("data", {0, 1, 2}),
        ("dat*", {0, 1, 2}),
        ("ete", {1}),
        ("Été_β", {1}),
        ("gal", {1}),
        ("0001", {1}),
        ("scan0001", {2}),
        ("h5", {2}),
        ("scan", set()),
        ("scan*", {2}),
        ('"data hg1"', set()),
        ("visitor cm01", {0}),
        ("the", set()),
    ],
)
def test_words_are_found_in_paths_and_names_as_people_write_them(
    database: Database, words: str, numbers: set[int]
) -> None:
    statuses(database, *[message(location, name=name) for location, name in NAMES_SEEN.items()])

    assert {list(NAMES_SEEN).index(location) for location in locations(database, words)} == numbers


def test_words_follow_what_is_written(database: Database) -> None:
    statuses(database, message("/d/a", "/d/early_bird"))
    assert locations(database, "bird") == ["/d/early_bird"]

    statuses(database, message("/d/early_bird", name="Owl"))
    assert locations(database, "bird owl") == ["/d/early_bird"]

    statuses(database, message("/d/early_bird", name="Eagle", sequence_index=1))
    assert (locations(database, "owl"), locations(database, "eagle")) == ([], ["/d/early_bird"])


HOSTILE = (
    "' OR 1=1 //",
    '"}) DETACH DELETE d //',
    "$after",
    "`) RETURN 1 //",
    "x') CALL db.labels() YIELD label RETURN label //",
    "\\' or true or '",
    "*:* OR words:*",
    "a\\",
    "\x00",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_gets_out_of_its_place(database: Database, text: str) -> None:
    statuses(database, message("/d/a", "/d/b", application=Application("prog", "1")))
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    conditions = [
        f"{field} = {quoted}" for field in ("name", "sample", "investigation", "technique", "application", "version")
    ]
    conditions += [f"Process_note in ({quoted})", f"comment: {quoted.replace('*', '')}", f"version < {quoted}"]

    for condition in conditions:
        assert len(found(database, condition, has_facets=True).items) <= 1
    assert (
        found(database, f"nothing {quoted}" if any(map(str.isalnum, text)) and "*" not in text else "nothing").items
        == []
    )
    assert len(found(database, "").items) == 2


@pytest.mark.parametrize("name", ["x) RETURN d //", "a b", "a.b", "a`b", "$after", "ä", ""])
def test_no_name_but_a_plain_word_becomes_part_of_a_question(name: str) -> None:
    for query in ("search/property", "search/from_property"):
        with pytest.raises(SchemaError, match="plain word"):
            load()[query].piece(1, thing="d", key=name)


def test_a_search_whose_time_is_up_says_what_would_help(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "query_timeout_s", 0.001)
    ask = database.ask_piece
    monkeypatch.setattr(database, "ask_piece", lambda name, _: ask(name, ENDLESS))

    with pytest.raises(QueryTimeout) as caught:
        found(database, "EM_voltage > 1")

    assert "investigation" in caught.value.message
    assert "LINEAGE_INDEXED_PARAMETERS=EM_voltage" in caught.value.message


def test_a_search_says_where_it_started_and_hints_only_when_it_had_no_index(database: Database) -> None:
    assert found(database, "sample = s and instrument = id00").started_from == "sample"
    assert found(database, "sample = s").hint is None
    assert found(database, "").hint is None
    assert "LINEAGE_INDEXED_PARAMETERS=EM_voltage" in (found(database, "EM_voltage > 1").hint or "")
    assert "INDEXED" not in (found(database, "kind = raw").hint or "")
