"""``import icat`` as a user meets it."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from lineage.cli.endings import Ending
from lineage.importing import questions
from lineage.service import Lineage
from tests.cli.conftest import Cli, Environment
from tests.conftest import DATA
from tests.flat.icat.double import Double, Fault
from tests.importing.catalogue import Catalogue
from tests.importing.dumps import collection, dataset, dump, job, parameter

FILE = DATA / "python-icat" / "icatdump-6.2.xml"
PASSWORD = "rootpw"
OUTPUT = "icat://ESNF/12100409-ST/1.1-P/e208947"


def test_a_dump_becomes_a_graph(cli: Cli, service: Lineage) -> None:
    done = cli("import", "icat", FILE)

    assert done.code == Ending.FINE, done.err
    found = cli("ancestors", OUTPUT, "--jsonl").jsonl
    assert {node["location"] for node in found if node.get("location")} == {
        "icat://ESNF/10100601-ST/1.1-N/e208341",
        "icat://ESNF/12100409-ST/1.1-P/e208945/e208945.nxs",
    }
    assert cli("expected", "--jsonl").jsonl == []


def test_the_same_dump_again_changes_nothing(cli: Cli, service: Lineage) -> None:
    cli("import", "icat", FILE)
    before = cli("fingerprint").out

    done = cli("import", "icat", FILE.with_suffix(".yaml"), "--json")

    assert (done.json["unchanged"], done.json["rejected"]) == (14, 0)
    assert cli("fingerprint").out == before


def test_a_contradiction_is_told_of_and_kept(cli: Cli, service: Lineage, tmp_path: Path) -> None:
    file = dump(
        tmp_path / "d.yaml",
        dataset("a"),
        dataset("b", parameters=[parameter("input_datasets", "/data/x")]),
        dataCollection={"1": collection("a"), "2": collection("b"), "3": collection()},
        job={"1": job("1", "2"), "2": job("1", "3")},
    )

    done = cli("import", "icat", file)

    assert done.code == Ending.FINDING
    assert "/data/b: ICAT says two things of the inputs of the dataset '/data/b'" in done.err
    assert "1 Job(s) have no output and leave no trace in the graph: Job_2" in done.err
    assert [kept["code"] for kept in cli("rejected", "--jsonl").jsonl] == ["contradicting_links"]
    assert [one["location"] for one in cli("datasets", "--jsonl").jsonl] == ["/data/a"]


def test_a_file_that_is_no_dump_is_a_word_of_the_caller(bare: Cli, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("a: b")

    done = bare("import", "icat", "d.yaml")

    assert done.code == Ending.USAGE
    assert "is no dump of python-icat" in done.err


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with Double() as double:
        yield Catalogue(double)


@pytest.fixture
def at(catalogue: Catalogue) -> Environment:
    return {
        "LINEAGE_ICAT_URL": catalogue.double.url,
        "LINEAGE_ICAT_USER": "root",
        "LINEAGE_ICAT_PASSWORD": PASSWORD,
        "LINEAGE_ICAT_AUTHENTICATOR": "simple",
        "LINEAGE_ICAT_FACILITY": "ESRF",
    }


def located(nodes: list[dict[str, object]]) -> list[object]:
    return [node["location"] for node in nodes if "location" in node]


def test_a_living_icat_becomes_a_graph(cli: Cli, service: Lineage, catalogue: Catalogue, at: Environment) -> None:
    raw, made = catalogue.dataset("a"), catalogue.dataset("b")
    catalogue.job(catalogue.collection(raw), catalogue.collection(made))

    done = cli("import", "icat", env=at)

    assert done.code == Ending.FINE, done.err
    assert [service.dataset(f"/data/{name}").icat_id for name in "ab"] == [raw, made]
    assert located(cli("ancestors", "/data/b", "--jsonl").jsonl) == ["/data/a"]
    assert cli("import", "icat", "--json", env=at).json["unchanged"] == 3
    assert PASSWORD not in done.err + done.out


def test_a_contradiction_in_a_living_icat_is_a_finding(
    cli: Cli, service: Lineage, catalogue: Catalogue, at: Environment
) -> None:
    raw, made = catalogue.dataset("a"), catalogue.dataset("b")
    catalogue.job(catalogue.collection(raw), catalogue.collection(made))
    catalogue.parameter(made, "input_datasets", "/data/x")

    done = cli("import", "icat", env=at)

    assert done.code == Ending.FINDING
    assert [kept["code"] for kept in cli("rejected", "--jsonl").jsonl] == ["contradicting_links"]


def test_an_import_goes_on_where_the_last_one_was(
    cli: Cli, service: Lineage, catalogue: Catalogue, at: Environment, tmp_path: Path
) -> None:
    raw, _ = catalogue.dataset("a"), catalogue.dataset("b")
    kept = tmp_path / "data" / "icat-import.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    said = {"icat": catalogue.double.url, "facility": "ESRF", "stage": "datasets", "after": raw}
    kept.write_text(json.dumps(said))

    done = cli("import", "icat", "--json", env=at)

    assert f"going on after the datasets up to id {raw}" in done.err
    assert done.json["messages"] == 1
    assert not kept.exists()
    kept.write_text(json.dumps(said))
    assert cli("import", "icat", "--restart", "--json", env=at).json["messages"] == 3


@pytest.mark.only_database
def test_an_import_that_broke_off_goes_on_and_leaves_the_same_graph(
    cli: Cli, service: Lineage, catalogue: Catalogue, at: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "DATASETS", 2)
    ids = [catalogue.dataset(name) for name in "abcdefgh"]
    for source, target in pairwise(ids):
        catalogue.job(catalogue.collection(source), catalogue.collection(target))
    catalogue.double.plan("GET", Fault.AWAY, skip=30, times=100)
    small = at | {"LINEAGE_BATCH_SIZE": "1"}

    broken = cli("import", "icat", "--json", env=small)
    catalogue.double.planned.clear()
    rest = cli("import", "icat", "--json", env=small)
    found = cli("fingerprint").out
    whole = cli("import", "icat", "--json", env=small)

    assert broken.code == Ending.UNAVAILABLE, broken.err
    assert "lineage: 9 messages" not in broken.err
    assert "going on after" in rest.err
    assert (rest.code, whole.code) == (Ending.FINE, Ending.FINE)
    assert rest.json["messages"] < 9
    assert whole.json["unchanged"] == whole.json["messages"] == 9
    assert cli("fingerprint").out == found
    assert located(cli("ancestors", "/data/h", "--jsonl").jsonl) == [f"/data/{name}" for name in "gfedcba"]


def test_what_is_not_set_is_named(bare: Cli, at: Environment) -> None:
    done = bare("import", "icat", env=at | {"LINEAGE_ICAT_FACILITY": ""})

    assert done.code == Ending.USAGE
    assert "LINEAGE_ICAT_FACILITY is not set" in done.err


def test_a_facility_that_does_not_come_back_is_told_of(bare: Cli, at: Environment) -> None:
    done = bare("import", "icat", env=at | {"LINEAGE_ICAT_FACILITY": "it's"})

    assert done.code == Ending.NOT_ALLOWED
    assert "no right to read it" in done.err
