"""The embedded Neo4j as a server: one process for one store, started when needed, stopped when asked.

Two callers at the same moment get the same process. It outlives whoever started it, and is found again.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NoReturn

from lineage.engine.bolt import knock
from lineage.engine.conf import filled, write_conf
from lineage.engine.fetch import Progress
from lineage.engine.first_start import begin_first_start, finish_first_start, undo_first_start
from lineage.engine.half_loaded import refuse_half_loaded
from lineage.engine.home import Home, home_of, plain_errors
from lineage.engine.install import Installed, install
from lineage.engine.password import USER, read_password, settled_password
from lineage.engine.port import LOOPBACK, chosen_port
from lineage.engine.process import end, is_alive, start
from lineage.engine.state import Running, held, read_state, write_state
from lineage.engine.store import check_free, check_version, made_by_engine, mark_version, size_bytes
from lineage.engine.tool import last_words
from lineage.errors import EngineError
from lineage.settings import Settings

KNOCK_TIMEOUT_S = 5
POLL_S = 0.1
STOP_TIMEOUT_S = 30


@dataclass(frozen=True)
class Address:
    """Where the engine answers, and as whom; ``started`` when this call started it."""

    uri: str
    user: str
    password: str = field(repr=False)
    pid: int
    started: bool
    store: Path
    log: Path


@dataclass(frozen=True)
class Status:
    """How the engine is; ``stale`` when it was started and has ended without being stopped.

    ``engine`` is the one that made the store, or the one that will.
    """

    state: Literal["running", "stopped", "stale"]
    engine: str
    pid: int | None
    uri: str | None
    store: Path
    store_bytes: int
    log: Path


def ensure(
    settings: Settings,
    progress: Progress | None = None,
    from_folder: Path | None = None,
    *,
    within_load: bool = False,
) -> Address:
    """Return the address of the running engine, after fetching and starting it if need be.

    StoreInUse when the store is another's or half loaded, which only the load itself may open (`within_load`);
    FetchFailed for a jar that cannot be had, else EngineError.
    """
    home = home_of(settings)
    home.make_folders()
    with plain_errors(), held(home.lock_file):
        check_version(home)
        if not within_load:
            refuse_half_loaded(home)
        running = running_engine(home)
        if running is not None and (address := _awaited(settings, home, running, started=False)):
            return address
        check_free(home)
        undo_first_start(home)
        return _started(settings, install(settings, progress, from_folder))


def stop(settings: Settings, timeout_s: float = STOP_TIMEOUT_S) -> bool:
    """End the engine and wait for it; False when none was running."""
    home = home_of(settings)
    if not home.lock_file.exists():
        return False
    with plain_errors(), held(home.lock_file):
        running = running_engine(home)
        if running is not None:
            end(running.pid, home.launch_file, timeout_s)
        home.state_file.unlink(missing_ok=True)
    return running is not None


def status(settings: Settings) -> Status:
    """How the engine is now, without waiting for anybody who starts or stops it."""
    home = home_of(settings)
    noted, running = read_state(home.state_file), running_engine(home)
    return Status(
        state="running" if running else "stale" if noted else "stopped",
        engine=made_by_engine(home) or home.lock.name,
        pid=running.pid if running else None,
        uri=_uri(running) if running else None,
        store=home.store,
        store_bytes=size_bytes(home),
        log=home.log,
    )


def running_engine(home: Home) -> Running | None:
    """The process that was started for this store, if it still runs."""
    noted = read_state(home.state_file)
    return noted if noted is not None and is_alive(noted.pid, home.launch_file) else None


def _started(settings: Settings, installed: Installed) -> Address:
    home = installed.home
    port = chosen_port(settings.bolt_port)
    mark_version(home)
    settled_password(installed)
    begin_first_start(home)
    write_conf(home, port)
    arguments = [filled(argument, home, port) for argument in home.lock.arguments]
    installed.write_launch_file(home.launch_file, home.lock.main_class, arguments, port)
    pid = start(installed.java.path, home.launch_file, home.log, installed.environment())
    running = Running(pid, port, home.lock.name, datetime.now(UTC).isoformat(timespec="seconds"))
    write_state(home.state_file, running)
    try:
        address = _awaited(settings, home, running, started=True)
    except BaseException:
        end(pid, home.launch_file, STOP_TIMEOUT_S)
        home.state_file.unlink(missing_ok=True)
        raise
    if address is None:
        home.state_file.unlink(missing_ok=True)
        raise EngineError(f"The engine {_ending('ended while it started', home)}", log=str(home.log))
    return address


def _awaited(settings: Settings, home: Home, running: Running, *, started: bool) -> Address | None:
    """The address, once the engine lets us in; None when it ends before, EngineError when it takes too long."""
    password = read_password(home)
    deadline = time.monotonic() + settings.engine_start_timeout_s
    while (answer := knock(running.port, USER, password, KNOCK_TIMEOUT_S)) != "open":
        if answer == "refused":
            raise EngineError(
                f"The engine at {_uri(running)} does not accept the password in {home.password_file}; "
                "put the password of the store into that file.",
                path=str(home.password_file),
            )
        if not is_alive(running.pid, home.launch_file):
            return None
        if time.monotonic() > deadline:
            waited = f"did not answer in {settings.engine_start_timeout_s:g} s (LINEAGE_ENGINE_START_TIMEOUT_S)"
            raise EngineError(f"The engine {_ending(waited, home)}", log=str(home.log))
        time.sleep(POLL_S)
    finish_first_start(home)
    return Address(_uri(running), USER, password, running.pid, started, home.store, home.log)


def _ended(home: Home) -> NoReturn:
    raise EngineError(f"The engine {_ending('ended while it started', home)}", log=str(home.log))


def _ending(what: str, home: Home) -> str:
    said = last_words(home.log.read_text(encoding="utf-8", errors="replace"))
    return f"{what}; the log {home.log} (debug.log beside it tells more) ends with: {said}"


def _uri(running: Running) -> str:
    return f"bolt://{LOOPBACK}:{running.port}"
