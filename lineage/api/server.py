"""The HTTP server: listens, serves until it is told to stop, lets requests that run come to their end."""

import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from lineage.api.app import create_app
from lineage.api.guard import host_names_of
from lineage.errors import PortInUse
from lineage.service import Lineage
from lineage.settings import Settings

BACKLOG = 2048
COLLECT_AFTER = 50_000
"""New objects after which the collector looks for rings among them; Python's own is 700."""
SHUTDOWN_S = 30
"""How long requests that run may take to end when the server is told to stop."""

OnReady = Callable[[str], None]
Create = Callable[[Lineage, Iterable[str] | None], FastAPI]


def serve(service: Lineage, settings: Settings, on_ready: OnReady | None = None, create: Create = create_app) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` is called with the address once requests are answered.

    `create` makes the app: this room's, or one that adds to it. Port 0 takes a free one. Raises PortInUse
    before anything is served.
    """
    with listening(settings.host, settings.port) as line:
        app = create(service, host_names_of(settings))
        _settle()
        config = uvicorn.Config(
            app,
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=SHUTDOWN_S,
        )
        _Server(config, settings.http_threads, lambda: on_ready and on_ready(address(line))).run(sockets=[line])


def _settle() -> None:
    """Take what is loaded by now out of the collector's rounds, and let these come seldom.

    An answer of a thousand nodes makes objects enough for several rounds through everything there is; that took more
    than half of the time in which they were made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises PortInUse when it cannot."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        line = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortInUse(host, port, error.strerror or str(error)) from error
    try:
        # a port whose last server has just ended may be taken at once
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(place)
        line.listen(BACKLOG)
    except OSError as error:
        line.close()
        raise PortInUse(host, port, error.strerror or str(error)) from error
    return line


def address(line: socket.socket) -> str:
    """Return the address that a socket listens on, as a URL."""
    host, port = line.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """uvicorn, which tells when it is ready, and returns when it is told to stop.

    It works on a few requests at once: threads beyond what the cores can run only take the interpreter from each
    other, and a write, which needs it often, would wait for dozens of readers each time.
    """

    def __init__(self, config: uvicorn.Config, threads: int, on_ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._threads = threads
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        current_default_thread_limiter().total_tokens = self._threads
        await super().startup(sockets)
        self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal and come back; uvicorn's own would raise it again and end the process on the spot."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
