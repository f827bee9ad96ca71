"""The HTTP service as users have it: a server in a process of its own, and a client that keeps its connection."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

from lineage.model.location import public_id

COMMAND = "from lineage.cli import main; main()"
LINES = {"Accept": "application/jsonl"}


@dataclass(frozen=True)
class Reply:
    """One answer: its status and body, and when its first byte and its end were here, in ms."""

    status: int
    body: bytes
    first_byte_ms: float
    whole_ms: float

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


KEPT_S = 3
"""A connection that was idle for longer is made anew: the server closes it after 5 s."""


class Client:
    """One connection, kept; not to be shared between threads."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self._connection = HTTPConnection(str(place.hostname), place.port, timeout=600)
        self._used_at = time.monotonic()

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and read its answer to the end; raises ValueError when it failed."""
        if time.monotonic() > self._used_at + KEPT_S:
            self.close()
            self._connection.connect()
        start = time.perf_counter()
        self._connection.request(method, path, body=body, headers=dict(headers or {}))
        response = self._connection.getresponse()
        first = response.read(1)
        first_byte_ms = (time.perf_counter() - start) * 1000
        content = first + response.read()
        whole_ms = (time.perf_counter() - start) * 1000
        self._used_at = time.monotonic()
        if response.status >= 400:
            raise ValueError(f"{method} {path}: {response.status} {content[:300]!r}")
        return Reply(response.status, content, first_byte_ms, whole_ms)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask for a path."""
        return self.ask("GET", path, headers=headers)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield the address of a server that was started for us, and stop it afterwards."""
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                raise ValueError(f"the HTTP server ended with {process.wait()}")
            yield address
        finally:
            process.terminate()


def path_of(location: str, *more: str) -> str:
    """Return the path of a dataset, or of something below it."""
    return "/".join(("/api/v1/datasets", quote(public_id(location)), *more))
