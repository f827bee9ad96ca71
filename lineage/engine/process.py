"""A class path becomes a process that outlives us and is known again by the launch file it was started from.

Knows Java and processes, nothing of Neo4j: whatever runs from jars is started and ended here.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PROC = Path("/proc")
POLL_S = 0.05
KILL_TIMEOUT_S = 10
EXEC_TIMEOUT_S = 2


def write_launch_file(
    path: Path, options: Sequence[str], jars: Sequence[Path], main_class: str, arguments: Sequence[str]
) -> None:
    """Write the file that Java reads its command line from.

    It keeps 225 jars out of the list of processes, and its own path there says whose process it is.
    """
    words = [*options, "-cp", os.pathsep.join(map(str, jars)), main_class, *arguments]
    path.write_text("\n".join(quoted(word) for word in words) + "\n", encoding="utf-8")


def quoted(word: str) -> str:
    """A word as it stands in a file of arguments, for Java itself and for the admin tool."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def start(java: Path, launch_file: Path, log: Path, environment: Mapping[str, str]) -> int:
    """Start a process in a session of its own, so that no Ctrl-C and no end of ours ends it; returns its pid.

    The log of the run before is kept beside the new one: it may tell why that run ended.
    """
    if log.exists():
        log.replace(log.with_name(f"{log.name}.before"))
    with log.open("xb") as output:
        process = subprocess.Popen(
            [str(java), f"@{launch_file}"],
            cwd=launch_file.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    # it is meant to outlive this object, which would warn about a child that nobody waits for
    process.returncode = 0
    return process.pid


def is_alive(pid: int, launch_file: Path) -> bool:
    """Whether the process runs and was started from this launch file; a stranger of that pid was not."""
    words = command_line(pid)
    if not words:
        _bury(pid)
    return f"@{launch_file}" in words


def command_line(pid: int) -> str:
    """The words that a process was started with; empty when there is no such process, or it has ended."""
    if PROC.is_dir():
        return _command_line_of_linux(PROC / str(pid))
    listed = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return listed.stdout


def _command_line_of_linux(folder: Path) -> str:
    """Read /proc; a process in the middle of its exec has no words for a moment, though it has not ended."""
    deadline = time.monotonic() + EXEC_TIMEOUT_S
    try:
        while True:
            words = os.fsdecode((folder / "cmdline").read_bytes().replace(b"\0", b" "))
            if words or _has_ended(folder) or time.monotonic() > deadline:
                return words
            time.sleep(POLL_S)
    except OSError:
        return ""


def _has_ended(folder: Path) -> bool:
    state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    return state in {"Z", "X"}


def end(pid: int, launch_file: Path, timeout_s: float) -> None:
    """Ask the process to end, and make it when it does not in time; one that is not ours is left alone."""
    for word, patience_s in ((signal.SIGTERM, timeout_s), (signal.SIGKILL, KILL_TIMEOUT_S)):
        if not is_alive(pid, launch_file):
            return
        os.kill(pid, word)
        deadline = time.monotonic() + patience_s
        while is_alive(pid, launch_file) and time.monotonic() < deadline:
            time.sleep(POLL_S)


def _bury(pid: int) -> None:
    """Let a child of ours that has ended leave the list of processes."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
