import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lineage.engine import process
from lineage.engine.process import end, is_alive, start, write_launch_file
from tests.engine.conftest import MakeJava


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with us."""
    with subprocess.Popen(["sleep", "60"]) as other:
        yield other
        other.kill()


def launched(java: Path, folder: Path) -> tuple[int, Path]:
    launch_file = folder / "engine.launch"
    write_launch_file(launch_file, [], [], "Main", [])
    pid = start(java, launch_file, folder / "log", os.environ)
    while "ready" not in (folder / "log").read_text():
        time.sleep(0.01)
    return pid, launch_file


def test_a_launch_file_keeps_spaces_quotes_and_backslashes(tmp_path: Path) -> None:
    write_launch_file(tmp_path / "f", ["-Da=b c"], [Path("/x y/a.jar"), Path("/b.jar")], "Main", ['"\\'])

    assert (tmp_path / "f").read_text() == '"-Da=b c"\n"-cp"\n"/x y/a.jar:/b.jar"\n"Main"\n"\\"\\\\"\n'


def test_a_process_is_asked_to_end_first(tmp_path: Path, make_java: MakeJava) -> None:
    body = (
        "signal.signal(15, lambda *_: sys.exit(print('bye', flush=True)))\nprint('ready', flush=True)\ntime.sleep(60)"
    )
    pid, launch_file = launched(make_java("polite", 25, body), tmp_path)

    end(pid, launch_file, timeout_s=10)

    assert not is_alive(pid, launch_file)
    assert (tmp_path / "log").read_text() == "ready\nbye\n"


def test_a_process_that_does_not_listen_is_killed(tmp_path: Path, make_java: MakeJava) -> None:
    body = "signal.signal(15, signal.SIG_IGN)\nprint('ready', flush=True)\ntime.sleep(60)"
    pid, launch_file = launched(make_java("deaf", 25, body), tmp_path)

    end(pid, launch_file, timeout_s=0.2)

    assert not is_alive(pid, launch_file)


def test_a_child_that_was_killed_is_not_alive_and_leaves_no_zombie(tmp_path: Path, make_java: MakeJava) -> None:
    pid, launch_file = launched(make_java("child", 25, "print('ready', flush=True)\ntime.sleep(60)"), tmp_path)
    os.kill(pid, signal.SIGKILL)

    while is_alive(pid, launch_file):
        time.sleep(0.01)

    while Path(f"/proc/{pid}").exists():
        is_alive(pid, launch_file)


def test_a_stranger_with_the_pid_is_neither_ours_nor_ended(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    end(stranger.pid, tmp_path / "engine.launch", timeout_s=0.1)

    assert not is_alive(stranger.pid, tmp_path / "engine.launch")
    assert stranger.poll() is None


def test_a_process_in_the_middle_of_its_exec_is_not_taken_for_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel shows no words between the old program and the new one."""
    folder = tmp_path / "4711"
    folder.mkdir()
    (folder / "cmdline").write_bytes(b"")
    (folder / "stat").write_text("4711 (java (x)) R 1 4711 4711 0")
    monkeypatch.setattr(process, "PROC", tmp_path)
    starting = threading.Timer(0.2, (folder / "cmdline").write_bytes, [b"java\0@/data/engine.launch\0"])
    starting.start()

    assert process.is_alive(4711, Path("/data/engine.launch"))

    starting.join()
    (folder / "cmdline").write_bytes(b"")
    (folder / "stat").write_text("4711 (java (x)) Z 1 4711 4711 0")
    assert not process.is_alive(4711, Path("/data/engine.launch"))
