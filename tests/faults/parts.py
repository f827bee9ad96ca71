"""The real parts of one test in a folder of its own: broker, Neo4j, and consumers in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lineage import engine
from lineage.settings import Settings
from tests.jars import jars_dir

COMMAND = "from lineage.cli import main; main()"
HEAP_MB = int(os.environ.get("LINEAGE_FAULTS_HEAP_MB", "512"))
PAGE_CACHE_MB = 128


class Parts:
    """A store, a broker and consumers; `settings` are those of all three."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "consumers.log"
        broker_port = free_port()
        self.settings = Settings(
            data_dir=folder / "data",
            engine_jars_dir=jars_dir(),
            engine_heap_mb=HEAP_MB,
            engine_page_cache_mb=PAGE_CACHE_MB,
            bolt_port=free_port(),
            broker_port=broker_port,
            brokers=(f"127.0.0.1:{broker_port}",),
        )
        self.consumers: list[subprocess.Popen[bytes]] = []
        self.start()

    def start(self) -> None:
        """Start broker and Neo4j, or find them again."""
        self.store = engine.ensure(self.settings)
        self.broker = engine.broker_ensure(self.settings)

    @property
    def environment(self) -> dict[str, str]:
        """Variables of a process that uses these parts; it does not start Neo4j itself."""
        given = {
            "LINEAGE_NEO4J_URI": self.store.uri,
            "LINEAGE_NEO4J_USER": self.store.user,
            "LINEAGE_NEO4J_PASSWORD": self.store.password,
            "LINEAGE_DATA_DIR": str(self.settings.data_dir),
            "LINEAGE_BROKERS": f"{self.broker.host}:{self.broker.port}",
        }
        return {**os.environ, **given}

    def consumer(self, *words: str, **variables: str) -> subprocess.Popen[bytes]:
        """Start a consumer; its log goes to `log`."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", COMMAND, "listen", *words],
                env={**self.environment, **variables},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.consumers.append(process)
        return process

    def kill_broker(self) -> None:
        """End the broker with no word of warning."""
        end(self.broker.pid)

    def kill_store(self) -> None:
        """End Neo4j with no word of warning."""
        end(self.store.pid)

    def close(self) -> None:
        """End all that still runs."""
        for process in self.consumers:
            if process.poll() is None:
                process.kill()
            process.wait()
        engine.broker_stop(self.settings)
        engine.stop(self.settings)


def free_port() -> int:
    """Return a port that nobody listens on: what is started again is to be found where it was."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def end(pid: int) -> None:
    """Kill a process that is no child of ours, and wait until it has gone."""
    os.kill(pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes())


def until(is_so: Callable[[], bool], timeout_s: float = 300) -> None:
    """Wait until something is so; fails after a time in which it must have become so on any machine."""
    limit = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < limit, "it did not become so"
        time.sleep(0.02)
