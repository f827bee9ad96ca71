"""Whose the store is: the version that made it, and the process that holds it.

A store is opened by the version that made it and by one process; everything else is refused here, with the
way out in the sentence.
"""

import fcntl
import os
import struct
import sys
import time
from pathlib import Path

from lineage.engine.home import Home
from lineage.engine.process import POLL_S, command_line
from lineage.engine.state import write_private
from lineage.errors import StoreInUse

FLOCK = "hhqqi4x"
"""``struct flock`` of 64-bit Linux: type, whence, start, length, pid."""
DYING_TIMEOUT_S = 10


def check_version(home: Home) -> None:
    """Refuse a store that another version made, or that does not say which one did."""
    made_by = made_by_engine(home)
    if made_by is None and (home.store / "databases").exists():
        raise StoreInUse(
            str(home.store),
            "nothing says which engine made it",
            f"Write the name of that engine, such as {home.lock.name}, into {home.version_file}.",
        )
    if made_by not in {None, home.lock.name}:
        raise StoreInUse(
            str(home.store),
            f"{made_by} made it, and {home.lock.name} would change it for good",
            f"Run it with LINEAGE_ENGINE={made_by}, or take a new data folder and ingest the messages again.",
        )


def made_by_engine(home: Home) -> str | None:
    """The name of the engine that made the store; None for a store that no engine has opened."""
    try:
        return home.version_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def mark_version(home: Home) -> None:
    """Write down which engine opens the store from now on."""
    if made_by_engine(home) is None:
        write_private(home.version_file, f"{home.lock.name}\n")


def check_free(home: Home) -> None:
    """Refuse a store that a process we know nothing of holds."""
    lock = home.store_lock
    deadline = time.monotonic() + DYING_TIMEOUT_S
    while lock.exists() and _is_locked(lock):
        pid = _holder(lock)
        if (pid is None or not command_line(pid)) and time.monotonic() < deadline:
            # a killed process loses its command line first and its locks a moment later
            time.sleep(POLL_S)
            continue
        who = "another process" if pid is None else f"the process {pid}"
        raise StoreInUse(
            str(home.store),
            f"{who} holds it, and was not started from here",
            "End that process, or set LINEAGE_DATA_DIR to another folder.",
            pid=pid,
        )


def size_bytes(home: Home) -> int:
    """What the store takes on disk; files that go while we look count nothing."""
    return sum(_size(Path(folder, name)) for folder, _, files in os.walk(home.store) for name in files)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_locked(path: Path) -> bool:
    """Java locks by POSIX record locks, which ``lockf`` sees and ``flock`` does not."""
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _holder(path: Path) -> int | None:
    if sys.platform != "linux":
        return None
    with path.open("r+b") as file:
        question = struct.pack(FLOCK, fcntl.F_WRLCK, 0, 0, 0, 0)
        pid = struct.unpack(FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, question))[4]
    return int(pid) or None
