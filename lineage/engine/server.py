"""The embedded Neo4j as a server: one process for one store, started when needed, stopped when asked.

Two callers at the same moment get the same process. It outlives whoever started it, and is found again.
"""

from dataclasses import dataclass, field
from pathlib import Path

from lineage.engine.bolt import knock
from lineage.engine.conf import write_conf
from lineage.engine.fetch import Progress
from lineage.engine.first_start import begin_first_start, finish_first_start, undo_first_start
from lineage.engine.half_loaded import refuse_half_loaded
from lineage.engine.home import Home, home_of, plain_errors
from lineage.engine.install import Installed, install
from lineage.engine.password import USER, read_password, settled_password
from lineage.engine.port import LOOPBACK, chosen_port
from lineage.engine.single import (
    KNOCK_TIMEOUT_S,
    STOP_TIMEOUT_S,
    Knock,
    State,
    began,
    lets_in,
    running_process,
    state_of,
    stopped,
)
from lineage.engine.state import Running, held
from lineage.engine.store import check_free, check_version, made_by_engine, mark_version, size_bytes
from lineage.errors import EngineError
from lineage.settings import Settings


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
    """How the engine is; ``engine`` is the one that made the store, or the one that will."""

    state: State
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
        running = running_process(home)
        if running is not None and lets_in(home, running, _knock(home), settings.engine_start_timeout_s):
            return _address(home, running, started=False)
        check_free(home)
        undo_first_start(home)
        return _started(settings, install(home, settings, progress, from_folder))


def stop(settings: Settings, timeout_s: float = STOP_TIMEOUT_S) -> bool:
    """End the engine and wait for it; False when none was running."""
    return stopped(home_of(settings), timeout_s)


def status(settings: Settings) -> Status:
    """How the engine is now, without waiting for anybody who starts or stops it."""
    home = home_of(settings)
    state, running = state_of(home)
    return Status(
        state=state,
        engine=made_by_engine(home) or home.lock.name,
        pid=running.pid if running else None,
        uri=_uri(running) if running else None,
        store=home.store,
        store_bytes=size_bytes(home),
        log=home.log,
    )


def _started(settings: Settings, installed: Installed) -> Address:
    home = installed.home
    port = chosen_port(settings.bolt_port, "LINEAGE_BOLT_PORT")
    mark_version(home)
    settled_password(installed)
    begin_first_start(home)
    write_conf(home, port)
    running = began(installed, port, _knock(home), settings.engine_start_timeout_s)
    return _address(home, running, started=True)


def _knock(home: Home) -> Knock:
    """Whether the engine lets us in; EngineError when it knows another password."""
    password = read_password(home)

    def is_open(running: Running) -> bool:
        answer = knock(running.port, USER, password, KNOCK_TIMEOUT_S)
        if answer == "refused":
            raise EngineError(
                f"The engine at {_uri(running)} does not accept the password in {home.password_file}; "
                "put the password of the store into that file.",
                path=str(home.password_file),
            )
        return answer == "open"

    return is_open


def _address(home: Home, running: Running, *, started: bool) -> Address:
    """The address of an engine that let us in, whose first start is finished by that."""
    finish_first_start(home)
    return Address(_uri(running), USER, read_password(home), running.pid, started, home.store, home.log)


def _uri(running: Running) -> str:
    return f"bolt://{LOOPBACK}:{running.port}"
