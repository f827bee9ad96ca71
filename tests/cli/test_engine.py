"""The embedded engine by hand: up, status, serve on top of it, down."""

import json
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage import engine
from lineage.cli.endings import Ending
from lineage.settings import Settings
from tests.cli.conftest import Cli, Environment, runner, spawn
from tests.jars import jars_dir


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    """An embedded engine of the test's own."""
    environment = {
        "LINEAGE_NEO4J_URI": "",
        "LINEAGE_DATA_DIR": str(tmp_path / "data"),
        "LINEAGE_ENGINE_JARS_DIR": str(jars_dir()),
        "LINEAGE_ENGINE_HEAP_MB": "512",
        "LINEAGE_ENGINE_PAGE_CACHE_MB": "128",
    }
    monkeypatch.chdir(tmp_path)
    yield environment
    engine.stop(Settings(data_dir=tmp_path / "data"))


def state(cli: Cli) -> tuple[int, str]:
    done = cli("status", "--json")
    return done.code, done.json["state"]


def test_an_engine_goes_up_serves_and_goes_down(own: Environment) -> None:
    cli = runner(own)
    up = cli("up")
    assert up.code == Ending.FINE
    assert up.out.startswith("bolt://127.0.0.1:")
    assert state(cli) == (Ending.FINE, "running")
    assert cli("up", "--json", "--quiet").json == {"uri": up.out.strip(), "is_started": False}

    assert serve_and_stop(own, signal.SIGINT) == Ending.FINE
    assert state(cli) == (Ending.FINE, "running"), "the server has stopped an engine that it did not start"

    assert cli("down", "--json").json == {"is_stopped": True}
    assert state(cli) == (Ending.FINDING, "stopped")
    assert cli("down", "--json").json == {"is_stopped": False}

    assert serve_and_stop(own, signal.SIGTERM) == Ending.FINE
    assert state(cli) == (Ending.FINDING, "stopped"), "the server has left its engine running"


def serve_and_stop(environment: Environment, word: signal.Signals) -> int:
    """Serve, ask once, end the server by a signal and return how it ended."""
    server = spawn(["serve", "--json", "--port", "0"], environment)
    assert server.stdout is not None
    assert server.stderr is not None
    with server.stdout, server.stderr:
        lines = [server.stdout.readline() for _ in range(3)]
        address = json.loads("".join(lines))["address"]
        with urllib.request.urlopen(f"{address}/readyz") as answer:  # noqa: S310 - an address on this machine
            assert answer.status == 200
        server.send_signal(word)
        said = server.stderr.read()
    assert "Traceback" not in said
    assert "the server has stopped" in said
    return server.wait(timeout=60)
