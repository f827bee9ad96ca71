"""One real engine of the default lock, shared by the tests that only look at it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import pytest

from lineage import engine
from lineage.engine.bolt import knock
from lineage.engine.home import Home, home_of
from lineage.errors import EngineError, StoreInUse
from lineage.settings import Settings
from tests.engine.conftest import listening, settings_in

ENSURE = """
import json, sys
from lineage import engine
from lineage.settings import Settings
address = engine.ensure(Settings.model_validate_json(sys.argv[1]))
print(json.dumps([address.pid, address.uri, address.started]))
"""


class Seen(NamedTuple):
    """An engine that two callers asked for at once, and all command lines of the machine in the meantime."""

    settings: Settings
    home: Home
    answers: list[tuple[int, str, bool]]
    command_lines: set[bytes]
    password: str

    @property
    def pid(self) -> int:
        return self.answers[0][0]

    @property
    def port(self) -> int:
        return int(self.answers[0][1].rpartition(":")[2])


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    settings = settings_in(tmp_path_factory.mktemp("sérvér λ"))
    command = [sys.executable, "-c", ENSURE, settings.model_dump_json()]
    with watched_command_lines() as lines:
        callers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        answers = [tuple(json.loads(caller.communicate()[0])) for caller in callers]
    home = home_of(settings)
    yield Seen(settings, home, answers, lines, home.password_file.read_text())
    engine.stop(settings)


class watched_command_lines:  # noqa: N801
    """Gathers the command lines of all processes while the block runs."""

    def __enter__(self) -> set[bytes]:
        self.lines: set[bytes] = set()
        self.ended = Event()
        self.thread = Thread(target=self._watch)
        self.thread.start()
        return self.lines

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.ended.wait(0.05):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.lines.add(path.read_bytes())
                except OSError:
                    continue


def test_two_callers_at_once_get_one_engine(seen: Seen) -> None:
    assert len({(pid, uri) for pid, uri, _ in seen.answers}) == 1
    assert sorted(started for *_, started in seen.answers) == [False, True]


def test_a_later_caller_gets_the_running_engine(seen: Seen) -> None:
    address = engine.ensure(seen.settings)

    assert (address.pid, address.uri, address.started) == (*seen.answers[0][:2], False)
    assert seen.password not in repr(address)


def test_the_engine_lets_in_who_knows_the_password_and_nobody_else(seen: Seen) -> None:
    assert knock(seen.port, "neo4j", seen.password, timeout_s=5) == "open"
    assert knock(seen.port, "neo4j", "wrong", timeout_s=5) == "refused"


def test_the_password_is_for_the_owner_and_in_no_other_file_or_command_line(seen: Seen) -> None:
    secret = seen.password.encode()
    files = [path for path in seen.settings.data_dir.rglob("*") if path.is_file()]

    assert [path for path in files if secret in path.read_bytes()] == [seen.home.password_file]
    assert seen.home.password_file.stat().st_mode & 0o777 == 0o600
    assert seen.settings.data_dir.stat().st_mode & 0o777 == 0o700
    assert any(b"tool.launch" in line for line in seen.command_lines)
    assert any(b"engine.launch" in line for line in seen.command_lines)
    assert not [line for line in seen.command_lines if secret in line]
    assert secret not in Path(f"/proc/{seen.pid}/environ").read_bytes()


def test_the_engine_listens_on_one_loopback_port_and_nothing_else(seen: Seen) -> None:
    assert listening(seen.pid) == {("127.0.0.1", seen.port)}


def test_status_tells_where_the_engine_is_and_how_large(seen: Seen) -> None:
    status = engine.status(seen.settings)

    assert (status.state, status.pid, status.uri) == ("running", seen.pid, seen.answers[0][1])
    assert status.engine == "neo4j-2026.08.1"
    assert status.store_bytes > 100_000
    assert "Started." in status.log.read_text()


def test_the_admin_tool_is_refused_while_the_engine_runs(seen: Seen) -> None:
    with pytest.raises(StoreInUse, match=rf"the engine runs \(process {seen.pid}\)\. Stop it first"):
        engine.run_admin(seen.settings, ["database", "info"])


def test_an_engine_that_nobody_wrote_down_is_refused_with_its_pid(seen: Seen) -> None:
    hidden = seen.home.state_file.rename(seen.home.root / "hidden")

    try:
        with pytest.raises(StoreInUse, match=f"the process {seen.pid} holds it"):
            engine.ensure(seen.settings)
    finally:
        hidden.rename(seen.home.state_file)


def test_a_wrong_password_file_is_said_and_the_engine_is_left_running(seen: Seen) -> None:
    seen.home.password_file.write_text("wrong")

    try:
        with pytest.raises(EngineError, match=rf"does not accept the password in {seen.home.password_file}"):
            engine.ensure(seen.settings)
    finally:
        seen.home.password_file.write_text(seen.password)
    assert engine.ensure(seen.settings).pid == seen.pid


def test_two_data_folders_have_two_engines(seen: Seen, settings: Settings) -> None:
    assert engine.status(settings).state == "stopped"
    assert engine.stop(settings) is False
    assert engine.status(seen.settings).state == "running"
