"""What is left after the worst ends: of the engine, of the one who started it, of both."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from lineage import engine
from lineage.engine.home import home_of
from lineage.engine.state import read_state
from lineage.errors import EngineError
from lineage.settings import Settings
from tests.engine.conftest import LTS, settings_in

ENSURE = """
import sys
from lineage import engine
from lineage.settings import Settings
engine.ensure(Settings.model_validate_json(sys.argv[1]))
"""


def write(address: engine.Address, name: str) -> None:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("CREATE (:Thing {name: $name})", name=name)


def names(address: engine.Address) -> set[str]:
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        return {record["name"] for record in driver.execute_query("MATCH (t:Thing) RETURN t.name AS name").records}


def kill_starter(settings: Settings) -> int:
    """Kill a caller of ``ensure`` while the engine that it started is still starting; returns the engine's pid."""
    starter = subprocess.Popen([sys.executable, "-c", ENSURE, settings.model_dump_json()])
    while (noted := read_state(home_of(settings).state_file)) is None:
        assert starter.poll() is None
        time.sleep(0.02)
    starter.kill()
    starter.wait()
    return noted.pid


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_neither_the_end_of_the_starter_nor_of_the_engine_loses_anything(settings: Settings) -> None:
    pid = kill_starter(settings)

    adopted = engine.ensure(settings)
    assert (adopted.pid, adopted.started) == (pid, False)
    write(adopted, "before")

    os.kill(pid, signal.SIGKILL)
    while engine.status(settings).state == "running":
        time.sleep(0.02)
    assert engine.status(settings).state == "stale"

    renewed = engine.ensure(settings)
    assert renewed.started
    assert renewed.pid != pid
    assert names(renewed) == {"before"}


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_first_start_that_was_killed_half_way_is_made_good(settings: Settings) -> None:
    pid = kill_starter(settings)
    while not (home_of(settings).store / "databases" / "system").exists():
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)

    address = engine.ensure(settings)

    assert address.started
    assert names(address) == set()


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_dump_brings_the_graph_into_another_data_folder(settings: Settings, tmp_path: Path) -> None:
    write(engine.ensure(settings), "kept")
    engine.stop(settings)
    other = settings_in(tmp_path / "other")

    engine.dump(settings, tmp_path / "graph.dump")
    engine.load(other, tmp_path / "graph.dump")

    try:
        assert names(engine.ensure(other)) == {"kept"}
    finally:
        engine.stop(other)


def test_a_failing_admin_command_says_why_in_one_line(settings: Settings) -> None:
    with pytest.raises(EngineError, match=r"failed at database import: no-such\.csv: .* \| Check that the file"):
        engine.run_admin(settings, ["database", "import", "full", "neo4j", "--nodes=no-such.csv"])


@pytest.mark.engine_lts
@pytest.mark.faults
def test_the_lts_engine_starts_answers_and_keeps_its_data(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, engine=LTS)
    try:
        write(engine.ensure(settings), "kept")
        assert engine.stop(settings)
        assert names(engine.ensure(settings)) == {"kept"}
    finally:
        engine.stop(settings)
