"""What the engine refuses, and how it says so; none of these starts a Neo4j."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage import engine
from lineage.engine.home import Home, home_of
from lineage.engine.state import Running, read_state, write_private, write_state
from lineage.engine.store import mark_version
from lineage.errors import EngineError, StoreInUse
from lineage.settings import Settings
from tests.engine.conftest import LTS, MakeJava, settings_in

HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def home(settings: Settings) -> Home:
    """The folders of an engine whose store has been made and has its password."""
    home = home_of(settings)
    home.make_folders()
    mark_version(home)
    for name in ("databases", "dbms"):
        (home.store / name).mkdir()
    (home.store / "dbms" / "auth.ini").touch()
    (home.store / "databases" / "store_lock").touch()
    write_private(home.password_file, "secret")
    return home


@pytest.fixture
def holder(home: Home) -> Iterator[int]:
    """A process that holds the store as a Neo4j does; its pid."""
    command = [sys.executable, "-c", HOLD, str(home.store / "databases" / "store_lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        process.kill()


def test_a_store_of_another_version_is_refused_with_the_way_out(settings: Settings, home: Home) -> None:
    other = settings.model_copy(update={"engine": LTS})

    for attempt in (engine.ensure, lambda given: engine.run_admin(given, ["database", "info"])):
        with pytest.raises(
            StoreInUse, match=r"neo4j-2026\.08\.1 made it.*LINEAGE_ENGINE=neo4j-2026\.08\.1.*ingest the messages again"
        ):
            attempt(other)


def test_a_store_that_does_not_say_who_made_it_is_refused(settings: Settings, home: Home) -> None:
    home.version_file.unlink()

    with pytest.raises(StoreInUse, match=rf"nothing says which engine made it.*into {home.version_file}"):
        engine.ensure(settings)


def test_a_store_that_an_unknown_process_holds_is_refused_with_its_pid(settings: Settings, holder: int) -> None:
    with pytest.raises(StoreInUse, match=f"the process {holder} holds it, and was not started from here") as caught:
        engine.ensure(settings)

    assert caught.value.facts["pid"] == holder


def test_a_store_whose_password_is_lost_is_refused(settings: Settings, home: Home) -> None:
    home.password_file.unlink()

    with pytest.raises(EngineError, match=rf"there is no {home.password_file}\. Put the file back"):
        engine.ensure(settings)


def test_a_data_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(EngineError, match=r"cannot use .*data.*: .*; look after that place, or set LINEAGE_DATA_DIR"):
        engine.ensure(settings_in(tmp_path))


def test_an_engine_that_ends_at_once_is_reported_with_what_it_said(
    settings: Settings, home: Home, make_java: MakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "print('Caused by: no luck\\n\\tat Frame.java')"
    monkeypatch.setenv("JAVA_HOME", str(make_java("unlucky", 25, body).parent.parent))

    with pytest.raises(EngineError, match=r"ended while it started; the log .* ends with: Caused by: no luck$"):
        engine.ensure(settings)

    assert engine.status(settings).state == "stopped"


def told(path: Path) -> bytes:
    """Return a file of a process, empty when the process has gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_an_engine_that_does_not_answer_in_time_is_ended(
    settings: Settings, home: Home, make_java: MakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "print('warming up', flush=True)\ntime.sleep(60)"
    monkeypatch.setenv("JAVA_HOME", str(make_java("slow", 25, body).parent.parent))

    with pytest.raises(EngineError, match=r"did not answer in 1 s \(LINEAGE_ENGINE_START_TIMEOUT_S\).*warming up"):
        engine.ensure(settings.model_copy(update={"engine_start_timeout_s": 1.0}))

    assert read_state(home.state_file) is None
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(home.root).encode() in told(path)]


def test_stop_never_ends_a_stranger_that_got_the_pid(settings: Settings, home: Home) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        write_state(home.state_file, Running(stranger.pid, 7687, settings.engine, "2026-01-01T00:00:00+00:00"))

        assert engine.status(settings).state == "stale"
        assert engine.stop(settings) is False
        time.sleep(0.1)
        assert stranger.poll() is None
        stranger.kill()


def test_stop_and_status_of_an_engine_that_never_was_make_no_folder(settings: Settings) -> None:
    assert engine.stop(settings) is False
    assert engine.status(settings).state == "stopped"
    assert not settings.data_dir.exists()
