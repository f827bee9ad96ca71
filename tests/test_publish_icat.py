"""From the graph into a double of ICAT: ids learned, rows written, nothing missed, and taken out again."""

# ruff: noqa: S608 - questions of a test

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pydantic import SecretStr

from lineage.cli.endings import Ending
from lineage.errors import IcatUnavailable, SettingsError
from lineage.graph import icat as graph
from lineage.intake import Piece
from lineage.model.message import Application
from lineage.service import Lineage
from lineage.service.icat import Stopped
from tests.cli.conftest import Cli, Environment, runner
from tests.conftest import Server
from tests.flat.icat.catalogue import add, allow, furnish, rights, writer
from tests.flat.icat.double import Double, Fault
from tests.flat.icat.double.store import Store
from tests.flat.icat.published import state, writes
from tests.graph_sets import message, statuses

ROOT = "/data/visitor/hg1/id00"
NAMES = ("raw1", "raw2", "done", "merged")
RUN = {"application": Application("pyFAI", "1.0"), "status": "completed", "arguments": "--fast"}


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.fixture
def environment(double: Double, server: Server, tmp_path: Path) -> Environment:
    return {
        **server.environment(tmp_path / "data"),
        "TERM": "xterm",
        "COLUMNS": "100",
        "LINEAGE_ICAT_URL": double.url,
        "LINEAGE_ICAT_USER": "lineage",
        "LINEAGE_ICAT_PASSWORD": "lineagepw",
        "LINEAGE_ICAT_AUTHENTICATOR": "simple",
        "LINEAGE_ICAT_FACILITY": "ESRF",
    }


Publish = Callable[..., Any]


@pytest.fixture
def icat(environment: Environment, service: Lineage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Publish:
    """Run the command, and return its answer."""
    monkeypatch.chdir(tmp_path)
    run: Cli = runner(environment)

    def publish(*words: str, code: Ending = Ending.FINE) -> Any:
        done = run("publish", "icat", "--json", *words)
        assert done.code == code, done.err
        assert "lineagepw" not in done.out + done.err
        return done.json

    return publish


def said(name: str, *inputs: str, **more: Any) -> Any:
    facts = {"name": name, "investigation": "hg1", "instrument": "id00", **more}
    return message(f"{ROOT}/{name}", *(f"{ROOT}/{one}" for one in inputs), **facts)


def fill(service: Lineage) -> None:
    statuses(service.database, said("raw1"), said("raw2"))
    statuses(service.database, said("done", "raw1", **RUN), said("merged", "done", "raw2", **RUN))


def values(double: Double, name: str) -> dict[str, Any]:
    rows = double.root(
        "GET",
        query="SELECT p.type.name, p.stringValue, p.numericValue FROM DatasetParameter p "
        f"WHERE p.dataset.name = '{name}'",
    )
    return {kind: text if text is not None else number for kind, text, number in rows}


def test_ids_are_learned_and_links_are_those_that_portals_read(service: Lineage, double: Double, icat: Publish) -> None:
    ids = furnish(double, NAMES)
    allow(double)
    fill(service)

    found = icat()
    again = icat()

    assert (found["found_ids"], found["waiting_datasets"], found["refused"]) == (4, 0, [])
    assert values(double, "merged")["input_datasetIds"] == f"{ids['done']} {ids['raw2']}"
    assert values(double, "raw1")["output_datasetIds"] == str(ids["done"])
    assert values(double, "raw1")["__full_output_datasetIds"] == f"{ids['done']} {ids['merged']}"
    assert values(double, "merged")["Process_program"] == "pyFAI"
    assert state(double)["jobs"] == [
        "('pyFAI', '--fast', ['done', 'raw2'], ['merged'])",
        "('pyFAI', '--fast', ['raw1'], ['done'])",
    ]
    assert (again["counts"], again["since"]) == ({}, found["as_of"])


def test_it_goes_on_where_it_was_and_misses_nothing(service: Lineage, double: Double, icat: Publish) -> None:
    furnish(double, [*NAMES, "more"])
    allow(double)
    fill(service)
    first = icat()
    statuses(service.database, said("more", "merged", **RUN))

    second = icat()
    count = len(writes(double))
    full = icat("--full")

    assert second["since"] == first["as_of"]
    assert "__full_output_datasetNames" in values(double, "raw1")
    assert values(double, "raw1")["__full_output_datasetNames"].endswith("more")
    assert (full["since"], full["counts"].get("DatasetParameter created")) == (None, None)
    assert len(writes(double)) == count


@pytest.mark.parametrize("skip", range(0, 12, 2))
def test_a_run_that_failed_is_made_good_by_the_next(service: Lineage, double: Double, icat: Publish, skip: int) -> None:
    furnish(double, NAMES)
    allow(double)
    fill(service)
    double.plan("GET", Fault.AWAY, skip=skip, times=99)

    icat(code=Ending.UNAVAILABLE)
    double.planned.clear()
    icat()

    whole = state(double)
    assert (len(whole["jobs"]), icat("--full")["counts"].keys() - {"DatasetParameter unchanged", "Job unchanged"}) == (
        2,
        set(),
    )


def test_what_changes_while_it_is_written_comes_the_next_time(service: Lineage, double: Double, icat: Publish) -> None:
    furnish(double, [*NAMES, "more"])
    allow(double)
    fill(service)

    def announced(_store: Store) -> None:
        statuses(service.database, said("more", "merged", **RUN))

    double.meanwhile("POST", announced, skip=1)

    icat()
    icat()

    assert values(double, "merged")["lineage_output_count"] == 1
    assert len(state(double)["jobs"]) == 3


def test_datasets_that_icat_does_not_know_wait_with_their_age(service: Lineage, double: Double, icat: Publish) -> None:
    furnish(double, NAMES[:3])
    allow(double)
    fill(service)

    found = icat()

    assert (found["waiting_datasets"], found["waiting_jobs"]) == (1, 1)
    assert found["waiting_since"]
    assert icat("--create-datasets")["counts"]["Dataset created"] == 1
    assert len(state(double)["jobs"]) == 2
    assert icat("--full")["waiting_datasets"] == 0


def test_a_dataset_whose_id_icat_gets_to_know_later_is_not_forgotten(
    service: Lineage, double: Double, icat: Publish
) -> None:
    furnish(double, NAMES[:1])
    allow(double)
    statuses(service.database, said("raw1", icat_id=1), said("done", "raw1", icat_id=2, **RUN))

    first = icat()
    add(double, ["done"])
    icat()

    assert (first["waiting_jobs"], len(state(double)["jobs"])) == (1, 1)
    assert values(double, "done")["input_datasetIds"] == "1"
    assert graph.position(service.database, "icat ESRF jobs")[1] == []


def test_an_id_that_the_graph_gives_to_another_is_not_taken(service: Lineage, double: Double, icat: Publish) -> None:
    ids = furnish(double, NAMES)
    allow(double)
    fill(service)
    statuses(service.database, message("/elsewhere", icat_id=ids["raw2"]))

    found = icat(code=Ending.FINDING)

    assert {one["location"] for one in found["refused"]} == {f"{ROOT}/raw2", "/elsewhere"}


def test_a_dataset_named_by_its_id_is_the_one_that_has_it(service: Lineage, double: Double, icat: Publish) -> None:
    ids = furnish(double, NAMES)
    allow(double)
    statuses(service.database, said("raw1"))
    statuses(service.database, message(f"{ROOT}/done", f"icat:dataset/{ids['raw1']}", name="done", **RUN))

    icat()

    assert service.audit().is_clean
    assert values(double, "raw1")["lineage_output_count"] == 1


def test_a_dry_run_shows_what_would_be_and_moves_nothing(service: Lineage, double: Double, icat: Publish) -> None:
    furnish(double, NAMES)
    allow(double)
    fill(service)
    change = service.change()

    found = icat("--dry-run")

    assert (writes(double), service.change(), found["found_ids"]) == ([], change, 4)
    assert any(name.startswith("input_datasetIds") for name in found["new_types"])
    assert graph.position(service.database, "icat ESRF jobs") == (None, [])


def test_every_difference_is_told(service: Lineage, double: Double, icat: Publish, environment: Environment) -> None:
    furnish(double, NAMES)
    allow(double)
    fill(service)
    icat()
    double.store.sql.execute("UPDATE DatasetParameter SET stringValue = 'wrong' WHERE stringValue = 'pyFAI'")

    done = runner(environment)("publish", "icat", "--full", "--diff", "--jsonl")

    differences = [line for line in done.jsonl if "what" in line]
    assert {(one["what"], one["before"], one["after"]) for one in differences} == {
        ("Process_program", "wrong", "pyFAI")
    }
    assert len(differences) == 2


def test_one_investigation_alone_is_published_and_the_place_stays(
    service: Lineage, double: Double, icat: Publish
) -> None:
    furnish(double, NAMES)
    allow(double)
    fill(service)
    statuses(service.database, message("/other", investigation="hg2", instrument="id00", name="other"))

    found = icat("--investigation", "hg1")

    assert found["waiting_datasets"] == 0
    assert values(double, "raw1")
    assert graph.position(service.database, "icat ESRF soft-links") == (None, [])


def test_undone_nothing_of_ours_is_left_and_it_can_be_done_again(
    service: Lineage, double: Double, icat: Publish
) -> None:
    furnish(double, NAMES)
    allow(double, rules=rights("--mode soft-links", "--mode jobs", "--undo"))
    writer(double)(
        [
            {
                "ParameterType": {
                    "facility": {"id": 1},
                    "name": "theirs",
                    "units": "",
                    "valueType": "STRING",
                    **OF_DATASETS,
                }
            }
        ]
    )
    writer(double)([{"DatasetParameter": {"dataset": {"id": 1}, "type": {"id": 1}, "stringValue": "theirs"}}])
    before = state(double)
    fill(service)
    icat()
    published = state(double)

    assert icat("--undo", "--dry-run")["counts"]["Application"] == 0
    assert state(double) == published
    icat("--undo")
    assert state(double) == before
    icat()
    assert state(double) == published


OF_DATASETS = {"applicableToDataset": True}


def test_the_examples_of_the_project_are_published_through_the_command(
    service: Lineage, double: Double, icat: Publish
) -> None:
    from tests.cli.conftest import RELION

    list(service.ingest(Piece(path.read_bytes(), "test") for path in sorted(RELION.iterdir())))
    furnish(double)
    allow(double)
    rows = {row.location: row for row in service.flat()}
    names = sorted({row.investigation for row in rows.values() if row.investigation})
    writer(double)(
        [
            {"Investigation": {"facility": {"id": 1}, "type": {"id": 1}, "name": one, "visitId": "1", "title": one}}
            for one in names
        ]
    )

    found = icat("--create-datasets")
    again = icat("--full")

    known = {row.location: row for row in service.flat() if row.icat_id is not None}
    assert found["refused"] == []
    assert found["counts"]["Dataset created"] == len(known) > 30
    assert again["counts"].keys() <= {"DatasetParameter unchanged", "Job unchanged"}
    names_there = dict(double.root("GET", query="SELECT d.id, d.location FROM Dataset d"))
    for row in known.values():
        (text,) = double.root(
            "GET",
            query="SELECT p.stringValue FROM DatasetParameter p "
            f"WHERE p.dataset.id = {row.icat_id} AND p.type.name = 'input_datasetIds'",
        ) or [""]
        there = {names_there[int(id)] for id in text.split(" ") if id}
        inputs = set((row.input_locations or "").split(",")) - {""}
        assert there == {one for one in inputs if one in known}, json.dumps(row.location)


def test_without_its_settings_it_says_which(service: Lineage) -> None:
    with pytest.raises(SettingsError) as caught:
        service.publish_icat()
    assert caught.value.facts["setting"] == "LINEAGE_ICAT_URL"


def test_an_address_that_is_no_icat_is_told_of(double: Double, service: Lineage, environment: Environment) -> None:
    done = runner({**environment, "LINEAGE_ICAT_URL": "http://127.0.0.1:1/icat"})("publish", "icat", "--json")
    assert done.json["code"] == IcatUnavailable.code


def told_by(double: Double, service: Lineage, **more: Any) -> Lineage:
    """Return the service with an ICAT in its settings."""
    told = {
        "icat_url": double.url,
        "icat_user": "lineage",
        "icat_password": SecretStr("lineagepw"),
        "icat_authenticator": "simple",
        "icat_facility": "ESRF",
        **more,
    }
    return Lineage(service.settings.model_copy(update=told), service.database)


def test_the_end_of_the_server_ends_a_publication_that_the_next_makes_good(service: Lineage, double: Double) -> None:
    furnish(double, NAMES)
    allow(double)
    fill(service)
    lineage = told_by(double, service)
    is_over = Event()
    is_over.set()

    with pytest.raises(Stopped):
        lineage.publish_icat(is_over=is_over)

    assert graph.position(service.database, "icat ESRF jobs") == (None, [])
    assert lineage.publish_icat().counts["Job created"] == 2
