"""Both sides held against each other: clean, damaged in every way, found, repaired, clean again."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lineage.errors import FileUnwritable
from lineage.flat import FlatRow
from lineage.flat.icat import held
from lineage.flat.icat.client import Client
from lineage.flat.icat.publish import publish
from lineage.flat.icat.reconcile import NAMES as NAMES_IN_ICAT
from lineage.flat.icat.reconcile import Comparison, Different, Report
from lineage.flat.icat.repair import repair, wanted
from lineage.flat.icat.sorter import Row, Sorter
from lineage.flat.icat.wanted import Options
from tests.flat.icat.catalogue import add, client, furnish
from tests.flat.icat.double import Double
from tests.flat.icat.topologies import NAMES, ROOT, rows

OPTIONS = Options(modes=("soft-links",))


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture
def ids(double: Double) -> dict[str, int]:
    return furnish(double, [*NAMES, "unknown"], ROOT)


@pytest.fixture
def icat(double: Double, ids: dict[str, int]) -> Iterator[Client]:
    with client(double) as icat:
        yield icat


@pytest.fixture
def published(icat: Client, ids: dict[str, int]) -> list[FlatRow]:
    """The graph of all topologies, published."""
    found = rows({name: ids[name] for name in NAMES})
    assert mended(icat, found).refused_count == 0
    return found


def compared(icat: Client, found: list[FlatRow]) -> Report:
    with Sorter(found) as sorter:
        comparison = Comparison(icat, sorter, OPTIONS)
        for _ in comparison.different():
            pass
    return comparison.report


def mended(icat: Client, found: list[FlatRow]) -> Any:
    with Sorter(found) as sorter:
        return repair(icat, Comparison(icat, sorter, OPTIONS).different(), OPTIONS)


class Damage:
    """Somebody who changes rows of ICAT as root."""

    def __init__(self, double: Double, ids: dict[str, int]) -> None:
        self.double = double
        self.ids = ids

    def value(self, name: str, parameter: str) -> tuple[int, Any]:
        ((id, text, number),) = self.double.root(
            "GET",
            query="SELECT p.id, p.stringValue, p.numericValue FROM DatasetParameter p "
            f"WHERE p.dataset.id = {self.ids[name]} AND p.type.name = '{parameter}'",
        )
        return id, number if text is None else text

    def set(self, name: str, parameter: str, value: str | float | None) -> None:
        kind = "numericValue" if isinstance(value, int | float) else "stringValue"
        id, _ = self.value(name, parameter)
        self.double.root("POST", entities=[{"DatasetParameter": {"id": id, kind: value}}])

    def add(self, name: str, parameter: str, value: str) -> None:
        (kind,) = self.double.root("GET", query=f"SELECT t.id FROM ParameterType t WHERE t.name = '{parameter}'")
        said = {"dataset": {"id": self.ids[name]}, "type": {"id": kind}, "stringValue": value}
        self.double.root("POST", entities=[{"DatasetParameter": said}])

    def delete(self, entity: str, *which: int) -> None:
        self.double.root("DELETE", entities=[{entity: {"id": id}} for id in which])

    def swap(self, one: str, other: str, parameter: str) -> None:
        values = [self.value(name, parameter)[1] for name in (one, other)]
        self.set(one, parameter, values[1])
        self.set(other, parameter, values[0])


def _one_is_gone(by: Damage) -> None:
    by.delete("DatasetParameter", by.value("bottom", "input_datasetIds")[0])


def _all_of_a_dataset_are_gone(by: Damage) -> None:
    by.delete(
        "DatasetParameter",
        *by.double.root("GET", query=f"SELECT p.id FROM DatasetParameter p WHERE p.dataset.id = {by.ids['merged']}"),
    )


def _a_type_is_gone(by: Damage) -> None:
    by.delete(
        "ParameterType",
        *by.double.root("GET", query="SELECT t.id FROM ParameterType t WHERE t.name = 'output_datasetIds'"),
    )


def _a_list_is_cut(by: Damage) -> None:
    _, value = by.value("merged", "input_datasetIds")
    by.set("merged", "input_datasetIds", value.rpartition(" ")[0])


def _two_values_are_changed(by: Damage) -> None:
    by.set("one", "output_datasets", "/x")
    by.set("one", "lineage_output_count", 1)


SMALL: dict[str, tuple[Callable[[Damage], None], dict[str, int]]] = {
    "a value is deleted": (_one_is_gone, {"missing": 1}),
    "a list is cut": (_a_list_is_cut, {"differing": 1}),
    "a text is changed": (lambda by: by.set("end", "lineage_kind", "raw"), {"differing": 1}),
    "the case of a text is changed": (lambda by: by.set("chain1", "Process_program", "PROG"), {"differing": 1}),
    "a blank comes behind a text": (lambda by: by.set("chain2", "Process_program", "prog "), {"differing": 1}),
    "a number is changed": (lambda by: by.set("chain3", "lineage_depth", 7), {"differing": 1}),
    "a value is taken out of its row": (lambda by: by.set("left", "lineage_kind", None), {"missing": 1}),
    "two datasets are mixed up": (lambda by: by.swap("right", "part1", "input_datasets"), {"differing": 2}),
    "two values of one dataset are changed": (_two_values_are_changed, {"differing": 2}),
}
DAMAGES = {
    **SMALL,
    "all values of a dataset are deleted": (_all_of_a_dataset_are_gone, {}),
    "a type is deleted with its values": (_a_type_is_gone, {}),
}
"""What is done, and what is found; where nothing stands, all that was taken away is missing."""


def parameter_count(icat: Client) -> int:
    return sum(len(one.parameters) for page in held.held(icat, NAMES_IN_ICAT) for one in page)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_found_and_repaired(
    damage: str, double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    assert compared(icat, published).is_clean
    before = parameter_count(icat)
    do, expected = DAMAGES[damage]

    do(Damage(double, ids))

    lost = before - parameter_count(icat)
    assert compared(icat, published).counts == (expected or {"missing": lost})
    mended(icat, published)
    assert compared(icat, published).is_clean
    assert parameter_count(icat) == before


def test_all_damages_at_once_are_repaired_and_only_they_are_written(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    by = Damage(double, ids)
    for do, _ in SMALL.values():
        do(by)
    names = ("bottom", "merged", "end", "chain1", "chain2", "chain3", "left", "right", "part1", "one")
    touched = {f"{ROOT}/{name}" for name in names}

    with Sorter(published) as sorter:
        different = list(Comparison(icat, sorter, OPTIONS).different())
    assert {one.location for one in different} == touched
    mended(icat, published)

    assert compared(icat, published).is_clean


def test_what_we_wrote_where_it_is_no_more_wanted_is_taken_away(
    icat: Client, ids: dict[str, int], published: list[FlatRow]
) -> None:
    now = [row for row in published if row.name != "alone"]

    report = compared(icat, now)

    kept = len(wanted_of(published, "alone"))
    assert report.counts == {"foreign": kept}
    assert {finding.location for finding in report.examples["foreign"]} == {f"{ROOT}/alone"}
    mended(icat, now)
    assert compared(icat, now).is_clean


def wanted_of(found: list[FlatRow], name: str) -> dict[str, object]:
    (row,) = [row for row in found if row.name == name]
    with Sorter([row]) as sorter:
        (said,) = sorter.within(1)
    return dict(said.parameters)


def test_what_somebody_else_wrote_under_our_name_is_found_and_left(
    double: Double, ids: dict[str, int], published: list[FlatRow]
) -> None:
    double.store.user = "simple/root"
    double.store.sql.execute("UPDATE DatasetParameter SET modId = 'simple/lineage'")
    Damage(double, ids).add("unknown", "lineage_kind", "raw")
    with client(double) as icat:
        found = compared(icat, published)

        assert found.counts == {"foreign": 1}
        assert found.examples["foreign"][0].dataset == ids["unknown"]


def test_names_that_senders_use_too_are_theirs(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    by = Damage(double, ids)
    by.add("alone", "Process_program", "DAQ")
    by.add("unknown", "input_datasets", "/data/x")

    assert compared(icat, published).is_clean


def test_a_dataset_that_icat_has_no_more_is_absent(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    by = Damage(double, ids)
    by.delete("Dataset", ids["chain0"], ids["end"])

    found = compared(icat, published)

    assert found.counts == {"absent": 2}
    assert [finding.location for finding in found.examples["absent"]] == [f"{ROOT}/chain0", f"{ROOT}/end"]


def test_the_last_datasets_may_be_absent_too(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    Damage(double, ids).delete("Dataset", ids["alone"], ids["unknown"])

    assert compared(icat, published).counts == {"absent": 1}


def test_a_location_that_is_none_of_the_graph_is_no_trouble(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    double.root("POST", entities=[{"Dataset": {"id": ids["unknown"], "location": "2024/relative"}}])

    assert compared(icat, published).is_clean


def test_an_id_that_icat_gives_to_another_place_is_told_of(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    double.root("POST", entities=[{"Dataset": {"id": ids["one"], "location": "/data/elsewhere"}}])

    found = compared(icat, published)

    assert found.counts == {"moved": 1}
    assert found.examples["moved"][0].found == "/data/elsewhere"


def test_a_job_that_a_deletion_has_emptied_is_orphaned_and_ours_is_taken_away(
    double: Double, ids: dict[str, int], icat: Client, published: list[FlatRow]
) -> None:
    (application,) = double.root(
        "POST", entities=[{"Application": {"facility": {"id": 1}, "name": "prog", "version": "1"}}]
    )
    (loose,) = add(double, ["loose"], ROOT).values()
    kind = {"name": "lineage_collection", "units": "", "valueType": "STRING", "applicableToDataCollection": True}
    (type_id,) = double.root("POST", entities=[{"ParameterType": {"facility": {"id": 1}, **kind}}])
    jobs = []
    for key in ("ours/input", None):
        said = [{"type": {"id": type_id}, "stringValue": key}] if key else []
        members = {"dataCollectionDatasets": [{"dataset": {"id": loose}}], "parameters": said}
        (source,) = double.root("POST", entities=[{"DataCollection": members}])
        made = {"application": {"id": application}, "inputDataCollection": {"id": source}}
        jobs += double.root("POST", entities=[{"Job": made}])
    assert compared(icat, published).is_clean

    Damage(double, ids).delete("Dataset", loose)

    found = compared(icat, published)
    assert found.counts == {"orphaned": 2}
    assert [finding.job for finding in found.examples["orphaned"]] == jobs
    mended(icat, published)
    assert [finding.job for finding in compared(icat, published).examples["orphaned"]] == jobs[1:]


def test_datasets_without_an_id_are_found_by_their_place_or_wait(
    double: Double, ids: dict[str, int], icat: Client
) -> None:
    found = rows({name: ids[name] for name in NAMES if name not in ("left", "right")})
    Damage(double, ids).delete("Dataset", ids["right"])

    mended(icat, found)
    report = compared(icat, found)

    assert report.is_clean
    assert (report.waiting, report.waiting_examples) == (1, [f"{ROOT}/right"])


@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_of_any_size_find_the_same(
    size: int,
    double: Double,
    icat: Client,
    published: list[FlatRow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = Damage(double, {row.name or "": row.icat_id or 0 for row in published})
    for do, _ in SMALL.values():
        do(by)
    by.delete("Dataset", by.ids["from2"])
    expected = compared(icat, published)
    monkeypatch.setattr(held, "DATASETS", size)
    monkeypatch.setattr(held, "ROWS", size)

    assert compared(icat, published) == expected


def test_the_writer_finds_nothing_to_do_where_nothing_differs(icat: Client, published: list[FlatRow]) -> None:
    with Sorter(published) as sorter:
        assert list(Comparison(icat, sorter, OPTIONS).different()) == []
        known = [row for row in sorter.within(1) if row.icat_id]
    report = publish(icat, (wanted(_different(row)) for row in known), OPTIONS)

    assert report.written == 0


def test_a_full_disk_is_told_of_in_one_sentence(published: list[FlatRow], monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **more)
        connection.execute("pragma max_page_count = 4")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)

    with pytest.raises(FileUnwritable, match="among the temporary files: database or disk is full"):
        Sorter(published * 20)


def _different(row: Row) -> Different:
    return Different(row.icat_id or 0, row.location, row)
