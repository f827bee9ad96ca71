"""``reconcile icat`` as a user meets it: from the import of an ICAT to the proof that it holds what the graph says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lineage.cli.endings import Ending
from lineage.service import Lineage
from tests.cli.conftest import Cli, Environment
from tests.flat.icat.double import Double
from tests.importing.catalogue import Catalogue


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    """A chain and a run with two outputs, as Jobs."""
    with Double() as double:
        found = Catalogue(double)
        a, b, c, d, e = (found.dataset(name) for name in "abcde")
        found.job(found.collection(a), found.collection(b))
        found.job(found.collection(b), found.collection(c))
        found.job(found.collection(a, b), found.collection(d, e))
        yield found


@pytest.fixture
def at(catalogue: Catalogue) -> Environment:
    return {
        "LINEAGE_ICAT_URL": catalogue.double.url,
        "LINEAGE_ICAT_USER": "root",
        "LINEAGE_ICAT_PASSWORD": "rootpw",
        "LINEAGE_ICAT_AUTHENTICATOR": "simple",
        "LINEAGE_ICAT_FACILITY": "ESRF",
    }


@pytest.fixture
def imported(cli: Cli, service: Lineage, at: Environment) -> None:
    assert cli("import", "icat", env=at).code == Ending.FINE


def damage(catalogue: Catalogue, name: str, value: object) -> None:
    held = catalogue.ask("SELECT p.id, p.type.name FROM DatasetParameter p WHERE p.dataset.name = 'c'")
    (id,) = (id for id, found in held if found == name)
    catalogue.double.root("POST", entities=[{"DatasetParameter": {"id": id, "stringValue": value}}])


def counted(done: Any) -> dict[str, int]:
    sizes = ("as_of", "datasets", "parameters", "written")
    return {kind: count for kind, count in done.json.items() if count and kind not in sizes}


def test_nothing_is_there_then_all_then_what_is_damaged_is_found_and_repaired(
    cli: Cli, imported: None, catalogue: Catalogue, at: Environment
) -> None:
    before = cli("reconcile", "icat", "--json", env=at)
    first = cli("reconcile", "icat", "--repair", "--json", env=at)
    clean = cli("reconcile", "icat", "--json", env=at)
    damage(catalogue, "input_datasets", "/data/x")
    damaged = cli("reconcile", "icat", "--json", env=at)
    repaired = cli("reconcile", "icat", "--repair", "--json", env=at)

    assert [done.code for done in (before, first, clean, damaged, repaired)] == [
        Ending.FINDING,
        Ending.FINE,
        Ending.FINE,
        Ending.FINDING,
        Ending.FINE,
    ]
    assert before.json["missing"] == first.json["parameters"] > 0
    assert counted(first) == counted(clean) == counted(repaired) == {"is_clean": True}
    assert counted(damaged) == {"differing": 1}
    assert "differing: dataset 3 /data/c input_datasets: '/data/x', not '/data/b'" in damaged.err
    assert "1 written, 0 refused; compared again" in repaired.err


def test_a_job_of_ours_that_somebody_deleted_is_found_and_written_again(
    cli: Cli, imported: None, catalogue: Catalogue, at: Environment
) -> None:
    cli("reconcile", "icat", "--repair", env=at)
    jobs = "SELECT j.id FROM Job j JOIN j.outputDataCollection c JOIN c.parameters p ORDER BY j.id"
    ours = catalogue.ask(jobs)
    catalogue.double.root("DELETE", entities=[{"Job": {"id": ours[0]}}])

    links = cli("reconcile", "icat", "--mode", "soft-links", "--json", env=at)
    damaged = cli("reconcile", "icat", "--json", env=at)
    repaired = cli("reconcile", "icat", "--repair", "--json", env=at)

    assert len(ours) == 3
    assert (counted(links), counted(damaged), counted(repaired)) == ({"is_clean": True}, {"job": 1}, {"is_clean": True})
    assert repaired.json["written"] == 1
    assert len(catalogue.ask(jobs)) == 3


def test_the_graph_that_was_published_comes_back_unchanged(
    cli: Cli, imported: None, catalogue: Catalogue, at: Environment
) -> None:
    cli("reconcile", "icat", "--repair", env=at)
    before = cli("fingerprint").out

    done = cli("import", "icat", "--json", env=at)

    assert (done.code, done.json["unchanged"]) == (Ending.FINE, done.json["messages"])
    assert cli("fingerprint").out == before


def test_a_certificate_holds_until_something_changes(
    cli: Cli, imported: None, catalogue: Catalogue, at: Environment, tmp_path: Path
) -> None:
    proved = cli("reconcile", "icat", "--repair", "--prove", "c.json", env=at)
    held = cli("reconcile", "icat", "--check", "c.json", env=at)
    damage(catalogue, "lineage_kind", "raw")
    broken = cli("reconcile", "icat", "--check", "c.json", "--json", env=at)

    said = json.loads((tmp_path / "c.json").read_text())
    assert (proved.code, held.code, broken.code) == (Ending.FINE, Ending.FINE, Ending.FINDING)
    assert (said["datasets"], said["investigations"]["hg1/id00"]["datasets"]) == (5, 5)
    assert said["root"] in held.out
    assert broken.json["differing"] == ["hg1/id00"]


def test_no_certificate_is_written_of_what_differs(cli: Cli, imported: None, at: Environment, tmp_path: Path) -> None:
    done = cli("reconcile", "icat", "--prove", "c.json", env=at)

    assert done.code == Ending.FINDING
    assert not (tmp_path / "c.json").exists()
    assert "no certificate is written of what differs" in done.err


@pytest.mark.parametrize("text", [None, "{}"])
def test_what_is_no_certificate_is_a_word_of_the_caller(
    bare: Cli, at: Environment, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "c.json").write_text(text)

    assert bare("reconcile", "icat", "--check", "c.json", env=at).code == Ending.USAGE


@pytest.mark.parametrize("words", [("--check", "c.json", "--repair"), ("--prove", "c.json", "--mode", "jobs")])
def test_options_that_exclude_each_other_are_a_word_of_the_caller(
    bare: Cli, at: Environment, words: tuple[str, ...]
) -> None:
    assert bare("reconcile", "icat", *words, env=at).code == Ending.USAGE
