"""The embedded broker by hand: start, status, stop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage import engine
from lineage.cli.endings import Ending
from lineage.settings import Settings
from tests.cli.conftest import Cli, runner
from tests.jars import jars_dir
from tests.stomp_line import StompLine, bodies_in


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    """Run a command over a data folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    yield runner({"LINEAGE_DATA_DIR": str(tmp_path / "data"), "LINEAGE_ENGINE_JARS_DIR": str(jars_dir())})
    engine.broker_stop(Settings(data_dir=tmp_path / "data"))


def test_a_broker_starts_is_told_and_stops(own: Cli) -> None:
    started = own("broker", "start")
    assert (started.code, started.err) == (Ending.FINE, "lineage: the broker has started\n")
    port = int(started.out.strip().removeprefix("127.0.0.1:"))

    again = own("broker", "start", "--json")
    assert again.json == {"host": "127.0.0.1", "port": port, "is_started": False}

    told = own("broker", "status", "--json")
    assert (told.code, told.json["state"], told.json["address"]) == (Ending.FINE, "running", f"127.0.0.1:{port}")
    assert f"address    127.0.0.1:{port}" in own("broker", "status").lines

    assert own("broker", "stop", "--json").json == {"is_stopped": True}
    assert own("broker", "stop", "--json").json == {"is_stopped": False}
    assert own("broker", "status").code == Ending.FINDING


def test_what_nobody_took_is_there_after_the_next_start(own: Cli) -> None:
    with StompLine(own("broker", "start", "--json").json["port"]) as line:
        line.send("kept", b"one")
    own("broker", "stop")

    assert bodies_in(own("broker", "start", "--json").json["port"], "kept") == [b"one"]


def test_a_broker_that_does_not_run_is_a_finding(own: Cli) -> None:
    told = own("broker", "status")

    assert told.code == Ending.FINDING
    assert told.lines[:2] == ["state      stopped", "broker     activemq-6.3.1"]


def test_a_folder_without_the_jars_is_one_clear_sentence(own: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    done = own(
        "broker", "start", "--from-folder", tmp_path / "empty", env={"LINEAGE_ENGINE_JARS_DIR": str(tmp_path / "jars")}
    )

    assert done.code == Ending.UNAVAILABLE
    assert "there is no " in done.err
    assert "Traceback" not in done.err
