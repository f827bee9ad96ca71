"""The embedded message broker, ActiveMQ Classic: one process for one store, as the engine is.

It speaks STOMP on loopback, keeps what it took on disk, and knows no users: it is there to try things out with.
"""

from dataclasses import dataclass
from pathlib import Path

from lineage.engine.fetch import Progress
from lineage.engine.home import broker_home, plain_errors
from lineage.engine.install import install
from lineage.engine.port import LOOPBACK, chosen_port
from lineage.engine.single import (
    KNOCK_TIMEOUT_S,
    STOP_TIMEOUT_S,
    State,
    began,
    lets_in,
    running_process,
    state_of,
    stopped,
)
from lineage.engine.state import Running, held
from lineage.engine.stomp import answers
from lineage.engine.store import check_free, size_bytes
from lineage.settings import Settings


@dataclass(frozen=True)
class BrokerAddress:
    """Where the broker answers in STOMP; ``started`` when this call started it."""

    host: str
    port: int
    pid: int
    started: bool

    def __str__(self) -> str:
        """The address as clients of STOMP take it: host and port."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class BrokerStatus:
    """How the broker is; without a process there is no address."""

    state: State
    broker: str
    pid: int | None
    address: str | None
    store: Path
    store_bytes: int
    log: Path


def broker_ensure(
    settings: Settings, progress: Progress | None = None, from_folder: Path | None = None
) -> BrokerAddress:
    """Return the address of the running broker, after fetching and starting it if need be.

    StoreInUse when a process that was not started from here holds the store; FetchFailed for a jar that cannot be
    had, else EngineError.
    """
    home, timeout_s = broker_home(settings), settings.engine_start_timeout_s
    home.make_folders()
    with plain_errors(home.what), held(home.lock_file):
        running = running_process(home)
        if running is not None and lets_in(home, running, _knock, timeout_s):
            return BrokerAddress(LOOPBACK, running.port, running.pid, started=False)
        check_free(home)
        installed = install(home, settings, progress, from_folder)
        port = chosen_port(settings.broker_port, "LINEAGE_BROKER_PORT")
        running = began(installed, port, _knock, timeout_s)
        return BrokerAddress(LOOPBACK, running.port, running.pid, started=True)


def broker_stop(settings: Settings, timeout_s: float = STOP_TIMEOUT_S) -> bool:
    """End the broker and wait for it; False when none was running."""
    return stopped(broker_home(settings), timeout_s)


def broker_status(settings: Settings) -> BrokerStatus:
    """How the broker is now, without waiting for anybody who starts or stops it."""
    home = broker_home(settings)
    state, running = state_of(home)
    return BrokerStatus(
        state=state,
        broker=home.lock.name,
        pid=running.pid if running else None,
        address=f"{LOOPBACK}:{running.port}" if running else None,
        store=home.store,
        store_bytes=size_bytes(home),
        log=home.log,
    )


def _knock(running: Running) -> bool:
    return answers(running.port, KNOCK_TIMEOUT_S)
