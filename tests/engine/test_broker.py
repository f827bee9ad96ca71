"""The broker as a process: one for its store, on loopback, found again, stopped; nothing of what goes through it."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from lineage import engine
from lineage.engine.home import Home, broker_home
from lineage.engine.port import chosen_port
from lineage.engine.process import command_line
from lineage.errors import EngineError, StoreInUse
from lineage.settings import Settings
from tests.engine.conftest import MakeJava, listening, settings_in

ENSURE = """
import json, sys
from lineage import engine
from lineage.settings import Settings
address = engine.broker_ensure(Settings.model_validate_json(sys.argv[1]))
print(json.dumps([address.pid, address.port, address.started]))
"""


class Seen(NamedTuple):
    """A broker that two callers asked for at once."""

    settings: Settings
    home: Home
    answers: list[tuple[int, int, bool]]

    @property
    def pid(self) -> int:
        return self.answers[0][0]

    @property
    def port(self) -> int:
        return self.answers[0][1]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    settings = settings_in(tmp_path_factory.mktemp("brökér λ"))
    command = [sys.executable, "-c", ENSURE, settings.model_dump_json()]
    callers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [tuple(json.loads(caller.communicate()[0])) for caller in callers]
    yield Seen(settings, broker_home(settings), answers)
    engine.broker_stop(settings)


@pytest.fixture
def own(settings: Settings) -> Iterator[Settings]:
    """Settings of a broker that is stopped after the test."""
    yield settings
    engine.broker_stop(settings)


def test_two_callers_at_once_get_one_broker(seen: Seen) -> None:
    assert len({(pid, port) for pid, port, _ in seen.answers}) == 1
    assert sorted(started for *_, started in seen.answers) == [False, True]


def test_a_later_caller_gets_the_running_broker(seen: Seen) -> None:
    address = engine.broker_ensure(seen.settings)

    assert address == engine.BrokerAddress("127.0.0.1", seen.port, seen.pid, started=False)
    assert str(address) == f"127.0.0.1:{seen.port}"


def test_the_broker_listens_on_one_loopback_port_and_nothing_else(seen: Seen) -> None:
    assert listening(seen.pid) == {("127.0.0.1", seen.port)}


def test_status_tells_where_the_broker_is_and_how_large(seen: Seen) -> None:
    status = engine.broker_status(seen.settings)

    assert (status.state, status.pid, status.address) == ("running", seen.pid, f"127.0.0.1:{seen.port}")
    assert status.broker == "activemq-6.3.1"
    assert status.store_bytes > 1000
    assert "started" in status.log.read_text()


def test_all_that_the_broker_keeps_is_in_its_folder_for_the_owner_alone(seen: Seen) -> None:
    assert {path.name for path in seen.home.root.iterdir()} == {"broker.launch", "lock", "logs", "state.json", "store"}
    assert {path.name for path in seen.home.store.iterdir()} == {"lineage"}
    assert seen.home.root.stat().st_mode & 0o777 == 0o700


def test_a_broker_that_nobody_wrote_down_is_refused_with_its_pid(seen: Seen) -> None:
    hidden = seen.home.state_file.rename(seen.home.root / "hidden")

    try:
        with pytest.raises(StoreInUse, match=f"the process {seen.pid} holds it"):
            engine.broker_ensure(seen.settings)
    finally:
        hidden.rename(seen.home.state_file)


def test_a_broker_is_no_engine(seen: Seen) -> None:
    assert engine.status(seen.settings).state == "stopped"
    assert engine.stop(seen.settings) is False
    assert engine.broker_status(seen.settings).state == "running"


def test_a_broker_on_a_wanted_port_ends_cleanly_when_asked(own: Settings) -> None:
    port = chosen_port(None, "LINEAGE_BROKER_PORT")
    address = engine.broker_ensure(own.model_copy(update={"broker_port": port}))
    assert address.port == port

    assert engine.broker_stop(own) is True

    assert not command_line(address.pid)
    status = engine.broker_status(own)
    assert (status.state, status.pid, status.address) == ("stopped", None, None)
    assert "is shutdown" in status.log.read_text()
    assert engine.broker_stop(own) is False


def test_a_wanted_port_in_use_is_one_clear_sentence(own: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]

        with pytest.raises(EngineError, match=f"The port {port} of .*; set LINEAGE_BROKER_PORT to another one"):
            engine.broker_ensure(own.model_copy(update={"broker_port": port}))


def test_a_broker_that_ends_at_once_is_reported_with_what_it_said(
    own: Settings, make_java: MakeJava, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "print('Caused by: no luck\\n\\tat Frame.java')"
    monkeypatch.setenv("JAVA_HOME", str(make_java("unlucky", 25, body).parent.parent))

    with pytest.raises(EngineError, match=r"The broker ended while it started; .* ends with: Caused by: no luck$"):
        engine.broker_ensure(own)

    assert engine.broker_status(own).state == "stopped"


def test_stop_and_status_of_a_broker_that_never_was_make_no_folder(own: Settings) -> None:
    assert engine.broker_stop(own) is False
    assert engine.broker_status(own).state == "stopped"
    assert not own.data_dir.exists()
