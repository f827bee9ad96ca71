"""A wire between a client and a server that can be cut, and that can go silent with both ends still open."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK_BYTES = 65536


class Proxy:
    """Passes bytes both ways; `stall` keeps connections open and passes nothing, `cut` closes them all."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._line = socket.create_server(("127.0.0.1", 0))
        self._passing = threading.Event()
        self._passing.set()
        self._is_refusing = False
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self._line.getsockname()[1])

    @property
    def is_used(self) -> bool:
        """Whether a connection goes through it."""
        return bool(self._pairs)

    def stall(self) -> None:
        """Pass nothing from now on, and say nothing about it."""
        self._passing.clear()

    def flow(self) -> None:
        """Pass everything again, and let new connections in."""
        self._is_refusing = False
        self._passing.set()

    def cut(self, *, is_refusing: bool = False) -> None:
        """Close every connection; `is_refusing` also closes those that are made from now on."""
        self._is_refusing = is_refusing
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                _close(end)

    def close(self) -> None:
        """Stop listening, and close every connection."""
        _close(self._line)
        self.cut(is_refusing=True)
        self._passing.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._line.accept()
            except OSError:
                return
            if self._is_refusing:
                _close(near)
                continue
            try:
                far = socket.create_connection(self._target)
            except OSError:
                _close(near)
                continue
            self._pairs.append((near, far))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK_BYTES):
                self._passing.wait()
                sink.sendall(data)
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def proxied(host: str, port: int) -> Iterator[Proxy]:
    """Yield a proxy before a server, and close it at the end."""
    proxy = Proxy(host, port)
    try:
        yield proxy
    finally:
        proxy.close()
