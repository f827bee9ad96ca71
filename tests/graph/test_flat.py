"""The flat view from the graph: expected rows, plans, and that no changed row is missed."""

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import InvalidExpression, InvalidField, NotFound
from lineage.flat import FlatRow
from lineage.graph.database import Database
from lineage.graph.read import change
from lineage.graph.write import retire, write
from lineage.model.location import public_id
from lineage.model.message import Application, Message
from lineage.service import Lineage
from tests.graph.test_laws import SLOW, worlds
from tests.graph_sets import message, statuses, wipe


def rows(service: Lineage, **asked: Any) -> dict[str, FlatRow]:
    return {row.location: row for row in service.flat(**asked)}


def operators(plan: Any) -> list[str]:
    return [
        plan["operatorType"].partition("@")[0],
        *(one for child in plan.get("children", []) for one in operators(child)),
    ]


def test_one_dataset_of_two_raw_parents(service: Lineage) -> None:
    facts = {"application": Application("prog", "1.2"), "status": "completed", "arguments": "-v"}
    statuses(
        service.database,
        message("/r/a", icat_id=1),
        message("/r/b", icat_id=2),
        message("/p", "/r/a", "/r/b", icat_id=3, **facts),
    )

    found = rows(service)

    row = found["/p"]
    assert (row.input_ids, row.input_locations, row.inputs_count) == ("1 2", "/r/a,/r/b", 2)
    assert (row.program, row.version, row.status, row.arguments) == ("prog", "1.2", "completed", "-v")
    assert (row.root_ids, row.root_steps, row.depth, row.is_whole) == ("1 2", 1, 1, True)
    assert (found["/r/a"].output_ids, found["/r/a"].output_locations, found["/r/a"].output_names) == ("3", "/p", "p")
    assert (found["/r/a"].ancestors_count, found["/r/a"].depth, found["/r/a"].job) == (0, 0, None)


def test_a_chain_and_a_diamond(service: Lineage) -> None:
    statuses(
        service.database,
        message("/a", icat_id=1),
        *[message(f"/b{n}", "/a", icat_id=10 + n) for n in range(3)],
        message("/c", "/b0", "/b1", "/b2", icat_id=20),
        message("/d", "/c", icat_id=21),
    )

    found = rows(service)

    assert (found["/d"].ancestor_ids, found["/d"].ancestors_count) == ("20 10 11 12 1", 5)
    assert (found["/a"].descendant_ids, found["/a"].outputs_count) == ("10 11 12 20 21", 3)
    assert (found["/d"].root_locations, found["/d"].root_steps, found["/d"].depth) == ("/a", 3, 3)


def test_expected_retired_and_unknown_datasets(service: Lineage) -> None:
    statuses(service.database, message("/p", "/nobody", "icat:dataset/5", icat_id=6))
    retire(service.database, public_id("/p"), "disk freed")

    found = rows(service)

    assert (found["/nobody"].state, found["/nobody"].name, found["/nobody"].output_ids) == ("expected", None, "6")
    assert (found["/p"].state, found["/p"].retired_reason) == ("retired", "disk freed")
    assert (found["/p"].inputs_count, found["/p"].input_ids, found["/p"].is_whole) == (2, None, False)
    assert "input_datasetIds" in str(found["/p"].cut).split()


def test_rows_of_an_investigation_by_name_or_key(service: Lineage) -> None:
    statuses(service.database, message("/a"), message("/b", investigation="hg2"), message("/c", instrument="id01"))

    assert list(rows(service, investigation="hg1")) == ["/a", "/c"]
    assert list(rows(service, investigation="hg1@id01")) == ["/c"]
    with pytest.raises(NotFound, match="There is no investigation 'hg3'"):
        service.flat(investigation="hg3")


def test_rows_of_a_search_come_page_by_page(service: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage.graph.flat.PAGE", 2)
    statuses(service.database, *[message(f"/d/{n}", sample="s" if n % 2 else "t") for n in range(9)])

    assert list(rows(service, where="sample = s")) == ["/d/1", "/d/3", "/d/5", "/d/7"]
    assert list(rows(service, where="sample = none")) == []
    with pytest.raises(InvalidExpression):
        service.flat(where="sampel = s")
    with pytest.raises(InvalidField, match="an expression alone"):
        service.flat(where="sample = s", since=0)


def test_a_search_that_would_be_cut_makes_no_file(service: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineage.graph.search.CANDIDATES_MAX", 3)
    statuses(service.database, *[message(f"/d/{n}", name="scan") for n in range(5)])

    with pytest.raises(InvalidExpression, match="no more than 3 datasets"):
        service.flat(where="scan")


def test_walks_meet_every_node_once_and_start_from_indexes(database: Database) -> None:
    found = operators(database.explain("read/flat_rows"))

    assert found.count("VarLengthExpand(Pruning,BFS,All)") == 2, found
    assert "NodeUniqueIndexSeek" in found
    for name in ("read/flat_page", "read/changed_datasets", "read/changed_jobs", "read/gone_datasets"):
        plan = operators(database.explain(name))
        assert not {"AllNodesScan", "NodeByLabelScan"} & set(plan), (name, plan)


def test_no_row_that_differs_is_missing_from_those_since_a_change(service: Lineage) -> None:
    database = service.database

    @SLOW
    @given(world=worlds(), data=st.data())
    def check(world: list[Message], data: Any) -> None:
        wipe(database)
        order = data.draw(st.permutations(world))
        cut = data.draw(st.integers(0, len(order)))
        write(database, order[:cut])
        before, since = rows(service), change(database)
        rest = iter(order[cut:])
        while batch := list(islice(rest, 3)):
            write(database, batch)
        after = rows(service)
        if after and data.draw(st.integers(0, 1)):
            retire(database, public_id(data.draw(st.sampled_from(sorted(after)))), "x")
            after = rows(service)

        told = rows(service, since=since)

        differing = {at for at in before | after if before.get(at) != after.get(at)}
        assert differing <= told.keys()
        assert {at for at, row in told.items() if row.state == "gone"} == told.keys() - after.keys()
        assert {at: row for at, row in told.items() if at in after} == {at: after[at] for at in told if at in after}

    check()
