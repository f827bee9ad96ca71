"""Publishing by the side of a server, one at a time, and ids that the journal keeps."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from lineage.api import create_app
from lineage.errors import IcatBusy, SettingsError
from lineage.graph import read
from lineage.graph.database import Database
from lineage.model import answers
from lineage.service import Lineage
from lineage.service.rebuild import rebuild
from lineage.settings import Settings
from tests.api.test_health import samples
from tests.flat.icat.catalogue import add, allow, furnish
from tests.flat.icat.double import Double, Fault
from tests.graph_sets import message, statuses
from tests.journalled import ended, lost, piece, silent, writer_of

ROOT = "/data/visitor/hg1/id00"
PATIENCE_S = 60


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        furnish(double, ["raw", "done"])
        allow(double)
        yield double


@pytest.fixture
def own(settings: Settings, double: Double, tmp_path: Path) -> Settings:
    """Settings of an ICAT, with a data folder of the test's own."""
    return settings.model_copy(
        update={
            "data_dir": tmp_path,
            "icat_url": double.url,
            "icat_user": "lineage",
            "icat_password": SecretStr("lineagepw"),
            "icat_authenticator": "simple",
            "icat_facility": "ESRF",
            "icat_interval_s": 0.05,
        }
    )


def told(service: Lineage, change: int) -> answers.Publisher:
    """Wait until ICAT was told up to a change, and return what is told of it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = service.publisher()
        assert found
        if found.as_of is not None and found.as_of >= change and found.error is None:
            return found
        time.sleep(0.01)
    raise AssertionError(f"not told within {PATIENCE_S} s: {service.publisher()}")


def fill(service: Lineage) -> int:
    statuses(service.database, message(f"{ROOT}/raw"), message(f"{ROOT}/done", f"{ROOT}/raw"))
    statuses(service.database, message(f"{ROOT}/more", f"{ROOT}/done"))
    return service.change()


def test_what_comes_while_the_server_runs_is_published(own: Settings, database: Database, double: Double) -> None:
    service = Lineage(own, database)
    change = fill(service)

    with service.publishing():
        first = told(service, change)
        add(double, ["more"])
        learned = told(service, first.as_of + 1 if first.as_of else 0)
        metrics = {name for name, *_ in samples(TestClient(create_app(service)))}

    assert (first.waiting_datasets, first.waiting_jobs) == (1, 1)
    assert first.waiting_since
    assert (learned.waiting_datasets, learned.waiting_since, learned.refused_count) == (0, None, 0)
    assert {"lineage_icat_failing", "lineage_icat_change", "lineage_icat_waiting_datasets"} <= metrics
    question = "SELECT p.stringValue FROM DatasetParameter p WHERE p.dataset.name = 'done'"
    assert f"{ROOT}/more" in double.root("GET", query=f"{question} AND p.type.name = 'output_datasets'")


def test_an_icat_that_is_away_is_told_of_and_tried_again(own: Settings, database: Database, double: Double) -> None:
    service = Lineage(own, database)
    change = fill(service)
    double.plan("GET", Fault.AWAY, times=6)

    with service.publishing():
        found = told(service, change)

    assert found.failed_at
    assert found.succeeded_at
    assert found.failed_at < found.succeeded_at


def test_without_an_interval_nothing_is_published(own: Settings, database: Database, double: Double) -> None:
    service = Lineage(own.model_copy(update={"icat_interval_s": None}), database)
    asked = len(double.requests)

    with service.publishing():
        assert service.publisher() is None
        metrics = samples(TestClient(create_app(service)))

    assert not [name for name, *_ in metrics if "icat" in name]
    assert len(double.requests) == asked


def test_what_is_not_set_is_told_before_the_server_begins(own: Settings, database: Database) -> None:
    service = Lineage(own.model_copy(update={"icat_facility": None}), database)

    with pytest.raises(SettingsError, match="LINEAGE_ICAT_FACILITY"), service.publishing():
        pass


def test_two_do_not_publish_at_once(own: Settings, database: Database) -> None:
    services = [Lineage(own, database) for _ in range(2)]
    fill(services[0])
    refused: list[IcatBusy] = []

    def other(_count: int) -> None:
        for write in (services[1].publish_icat, lambda: services[1].reconcile_icat(repair=True)):
            with pytest.raises(IcatBusy) as busy:
                write()
            refused.append(busy.value)

    services[0].publish_icat(on_progress=other)

    assert refused
    assert services[1].publish_icat().counts == {}


def test_a_graph_that_is_built_again_knows_the_ids(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    list(service.ingest([piece(f"{ROOT}/raw"), piece(f"{ROOT}/done", f"{ROOT}/raw"), piece("/elsewhere", icat_id=1)]))
    found = service.publish_icat()
    assert (found.found_ids, found.refused_count > 0) == (1, True)
    assert service.rejected().items == []
    before = read.fingerprint(database)
    ended(service)
    lost(database)

    rebuild(own, silent)

    assert read.fingerprint(database) == before
    assert {row.location: row.icat_id for row in service.flat()}[f"{ROOT}/done"] == 2
