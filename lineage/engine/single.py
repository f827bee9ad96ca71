"""One process for one store: started when needed, found again, stopped when asked, whatever it serves.

What else a start needs, and what is said at the door, is for ``server`` and
``broker``.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from lineage.engine.conf import filled
from lineage.engine.home import Home, plain_errors
from lineage.engine.install import Installed
from lineage.engine.process import end, is_alive, start
from lineage.engine.state import Running, held, read_state, write_state
from lineage.engine.tool import last_words
from lineage.errors import EngineError

KNOCK_TIMEOUT_S = 5
POLL_S = 0.1
STOP_TIMEOUT_S = 30

Knock = Callable[[Running], bool]
"""Whether a process lets us in by now; raises when it never will."""

State = Literal["running", "stopped", "stale"]
"""``stale``: it was started and has ended without being stopped."""


def running_process(home: Home) -> Running | None:
    """The process that was started for this store, if it still runs."""
    noted = read_state(home.state_file)
    return noted if noted is not None and is_alive(noted.pid, home.launch_file) else None


def state_of(home: Home) -> tuple[State, Running | None]:
    """How the process is now, without waiting for anybody who starts or stops it."""
    noted, running = read_state(home.state_file), running_process(home)
    return "running" if running else "stale" if noted else "stopped", running


def began(installed: Installed, port: int, knock: Knock, timeout_s: float) -> Running:
    """Start the process and wait until it lets us in; EngineError, and no process, when it does not."""
    home = installed.home
    arguments = [filled(argument, home, port) for argument in home.lock.arguments]
    installed.write_launch_file(home.launch_file, home.lock.main_class, arguments, port)
    pid = start(installed.java.path, home.launch_file, home.log, installed.environment())
    running = Running(pid, port, home.lock.name, datetime.now(UTC).isoformat(timespec="seconds"))
    write_state(home.state_file, running)
    is_up = False
    try:
        is_up = lets_in(home, running, knock, timeout_s)
    finally:
        if not is_up:
            end(pid, home.launch_file, STOP_TIMEOUT_S)
            home.state_file.unlink(missing_ok=True)
    if not is_up:
        raise EngineError(_ending("ended while it started", home), log=str(home.log))
    return running


def lets_in(home: Home, running: Running, knock: Knock, timeout_s: float) -> bool:
    """Wait until the process lets us in; False when it ends before, EngineError when it takes too long."""
    deadline = time.monotonic() + timeout_s
    while not knock(running):
        if not is_alive(running.pid, home.launch_file):
            return False
        if time.monotonic() > deadline:
            waited = f"did not answer in {timeout_s:g} s (LINEAGE_ENGINE_START_TIMEOUT_S)"
            raise EngineError(_ending(waited, home), log=str(home.log))
        time.sleep(POLL_S)
    return True


def stopped(home: Home, timeout_s: float) -> bool:
    """End the process and wait for it; False when none was running."""
    if not home.lock_file.exists():
        return False
    with plain_errors(home.what), held(home.lock_file):
        running = running_process(home)
        if running is not None:
            end(running.pid, home.launch_file, timeout_s)
        home.state_file.unlink(missing_ok=True)
    return running is not None


def _ending(what: str, home: Home) -> str:
    said = last_words(home.log.read_text(encoding="utf-8", errors="replace"))
    return f"The {home.what} {what}; the log {home.log} (others beside it may tell more) ends with: {said}"
