"""What is written down of a running process, and the lock that lets one person at a time start or stop it.

The file is a memory, not a proof: that a process still is the one written down is for ``process`` to say.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Running:
    """A process that was started; ``started_at`` is UTC, ISO 8601."""

    pid: int
    port: int
    engine: str
    started_at: str


def read_state(path: Path) -> Running | None:
    """What was written down last; None when nothing was, or it cannot be read."""
    try:
        return Running(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def write_state(path: Path, running: Running) -> None:
    """Write down a process, whole or not at all."""
    write_private(path, json.dumps(asdict(running)))


def write_private(path: Path, text: str) -> None:
    """Write a file that only the owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock of the operating system; waits for whoever has it, and ends with the process."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
