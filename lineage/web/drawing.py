"""Where nodes and edges of a graph are drawn: asked of a process of its own, which is ended when it takes too long."""

import json
import os
import select
import subprocess
import sys
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

from lineage.errors import DrawingFailed

TIMEOUT_S = 5.0
EDGES_MAX = 3000
"""More are not drawn: nobody could follow them, and the place of each is worked out."""
DRAWINGS_KEPT = 64
CHUNK_BYTES = 2**16
SCRIPT = Path(__file__).with_name("drawer.py")

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places in pixels from the upper left: the middle of each node, and the Bézier points of each edge."""

    width: float
    height: float
    middles: list[Point]
    ways: list[list[Point]]


class Drawer:
    """Has graphs drawn, one at a time, and remembers the last ones."""

    def __init__(self, timeout_s: float = TIMEOUT_S, command: Sequence[str] = (sys.executable, str(SCRIPT))) -> None:
        self._timeout_s = timeout_s
        self._command = list(command)
        self._lock = Lock()
        self._kept: OrderedDict[str, Drawing] = OrderedDict()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, sizes: Sequence[Size], edges: Sequence[tuple[int, int]]) -> Drawing:
        """Return where nodes of these sizes, joined by these edges, are drawn from left to right.

        Raises DrawingFailed for a graph that takes too long, is too large, or ends the process.
        """
        if len(edges) > EDGES_MAX:
            raise DrawingFailed(len(sizes), f"it has {len(edges)} edges, and {EDGES_MAX} are drawn at most")
        line = json.dumps({"sizes": sizes, "edges": edges})
        with self._lock:
            if line not in self._kept:
                self._kept[line] = self._drawn(line, len(sizes))
            self._kept.move_to_end(line)
            if len(self._kept) > DRAWINGS_KEPT:
                self._kept.popitem(last=False)
            return self._kept[line]

    def close(self) -> None:
        """End the process; the next drawing starts another."""
        with self._lock:
            self._end()

    def _drawn(self, line: str, node_count: int) -> Drawing:
        process = self._running()
        assert process.stdin is not None  # noqa: S101
        try:
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            return Drawing(**json.loads(self._line_of(process)))
        except TimeoutError as error:
            self._end()
            raise DrawingFailed(node_count, f"it took more than {self._timeout_s:g} s") from error
        except (OSError, ValueError) as error:
            self._end()
            raise DrawingFailed(node_count, "the process that draws has ended") from error

    def _line_of(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None  # noqa: S101
        end, got = monotonic() + self._timeout_s, b""
        while not got.endswith(b"\n"):
            if not select.select([process.stdout], [], [], max(end - monotonic(), 0))[0]:
                raise TimeoutError
            chunk = os.read(process.stdout.fileno(), CHUNK_BYTES)
            if not chunk:
                raise BrokenPipeError
            got += chunk
        return got

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._finalizer = weakref.finalize(self, _end, self._process)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._finalizer()
            self._process = None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
