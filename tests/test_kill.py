"""kill -9 of the writer, of the engine, of both: nothing that was acknowledged is lost, nothing is half there."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage import engine
from lineage.intake import Piece
from lineage.service import Lineage
from lineage.settings import Settings
from tests.conftest import Server
from tests.graph_sets import wipe
from tests.ingest_until_killed import body
from tests.jars import jars_dir

COUNT = 600
BATCH = 7
WRITER = Path(__file__).with_name("ingest_until_killed.py")


def start_writer(first: int, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, WRITER, str(first), str(COUNT), str(BATCH)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )


def acknowledged(writer: subprocess.Popen[str], until: int) -> list[str]:
    """Return the first `until` locations that the writer acknowledges."""
    assert writer.stdout is not None
    return [writer.stdout.readline().split()[1] for _ in range(until)]


def rest(writer: subprocess.Popen[str]) -> list[str]:
    """Return what else it acknowledged before it died."""
    assert writer.stdout is not None
    with writer.stdout:
        lines = [line for line in writer.stdout.read().splitlines() if line.startswith("created ")]
    writer.wait(timeout=60)
    return [line.split()[1] for line in lines]


def check_whole(service: Lineage, acknowledged_before: list[str]) -> None:
    """Nothing acknowledged is missing, the audit is clean, and going on gives the undisturbed graph."""
    for location in acknowledged_before:
        assert service.dataset(location).state == "present", location
    assert service.audit().is_clean
    list(service.ingest(Piece(body(n), "test") for n in range(COUNT)))
    found = service.fingerprint()
    wipe(service.database)
    list(service.ingest(Piece(body(n), "test") for n in reversed(range(COUNT))))
    assert found == service.fingerprint()
    assert service.stats().datasets == COUNT


def test_a_writer_killed_at_any_moment_loses_nothing_acknowledged(
    service: Lineage, server: Server, tmp_path: Path
) -> None:
    dice = random.Random(20)
    seen: list[str] = []
    for _ in range(5):
        writer = start_writer(len(set(seen)), server.environment(tmp_path))
        seen += acknowledged(writer, dice.randint(1, 60))
        time.sleep(dice.uniform(0, 0.05))
        writer.send_signal(signal.SIGKILL)
        seen += rest(writer)
        assert service.stats().datasets >= len(set(seen))

    assert len(set(seen)) > BATCH
    check_whole(service, sorted(set(seen)))


@pytest.fixture
def own_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An embedded engine of the test's own, which may be killed."""
    monkeypatch.setenv("LINEAGE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LINEAGE_ENGINE_JARS_DIR", str(jars_dir()))
    monkeypatch.setenv("LINEAGE_ENGINE_HEAP_MB", "512")
    monkeypatch.setenv("LINEAGE_ENGINE_PAGE_CACHE_MB", "128")
    settings = Settings()
    yield settings
    engine.stop(settings)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_an_engine_killed_under_load_loses_nothing_acknowledged(own_engine: Settings) -> None:
    dice = random.Random(7)
    seen: list[str] = []
    for round_number in range(2):
        address = engine.ensure(own_engine)
        writer = start_writer(len(set(seen)), {})
        seen += acknowledged(writer, dice.randint(1, 60))
        time.sleep(dice.uniform(0, 0.05))
        os.kill(address.pid, signal.SIGKILL)
        if round_number:
            writer.send_signal(signal.SIGKILL)
        seen += rest(writer)

    assert len(set(seen)) > BATCH
    with Lineage.open(own_engine) as service:
        check_whole(service, sorted(set(seen)))
