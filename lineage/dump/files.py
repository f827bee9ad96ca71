"""Opens a dump and cuts it: whole lines in blocks, each with the number of its first line.

A name that ends with ``.gz`` is compressed, ``-`` is standard input or output. A file that is neither is not held in
memory: a block of it is a place in the file.
"""

import gzip
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lineage.errors import DumpError, LineageError

BLOCK_BYTES = 8 * 2**20
LINE_BYTES_MAX = 64 * 2**20
"""A refused message of 16 MiB in base64 fits."""

STREAM = "-"
COMPRESSED = ".gz"
COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines: in memory, or `size` bytes from `start` on in the file `path`."""

    first_line: int
    line_count: int
    start: int
    size: int
    data: bytes | None = None
    path: str = ""

    def lines(self) -> list[bytes]:
        """Return the lines without their ends."""
        if self.data is not None:
            return self.data.split(b"\n")
        with Path(self.path).open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.size).split(b"\n")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `size_bytes` is None where nobody knows it beforehand."""

    name: str

    @property
    def is_stream(self) -> bool:
        """True for standard input."""
        return self.name == STREAM

    @property
    def is_in_memory(self) -> bool:
        """True where a block cannot be read again by its place."""
        return self.is_stream or self.name.endswith(COMPRESSED)

    @property
    def size_bytes(self) -> int | None:
        """Size on disk, as it can be compared with the place of the reader."""
        return None if self.is_stream else Path(self.name).stat().st_size

    def mark(self) -> str:
        """Return what tells this state of the file from another one; another each time for standard input."""
        if self.is_stream:
            return f"{os.getpid()}"
        found = Path(self.name).resolve().stat()
        return f"{Path(self.name).resolve()} {found.st_size} {found.st_mtime_ns} {found.st_ino}"


@contextmanager
def opened(source: Source) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Open a source; the second stream is the one whose place compares with its size."""
    if source.is_stream:
        yield sys.stdin.buffer, sys.stdin.buffer
        return
    with Path(source.name).open("rb") as raw:
        if source.name.endswith(COMPRESSED):
            with gzip.open(raw) as stream:
                yield stream, raw  # type: ignore[misc]
        else:
            yield raw, raw


def blocks(source: Source) -> Iterator[tuple[Block, int]]:
    """Yield the blocks of a source in order, each with how much of it on disk has been read by then.

    Raises DumpError for a file that cannot be read and for a line that is too long.
    """
    try:
        with opened(source) as (stream, raw):
            for block in _cut(source, stream):
                yield block, 0 if source.is_stream else raw.tell()
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or f"{error}"
        raise DumpError(source.name, f"cannot be read: {reason}") from error


def _cut(source: Source, stream: IO[bytes]) -> Iterator[Block]:
    first_line, start, rest = 1, 0, b""
    while True:
        read = stream.read(BLOCK_BYTES)
        end = read.rfind(b"\n") + 1
        if read and not end:
            rest += read
            if len(rest) > LINE_BYTES_MAX:
                raise DumpError(source.name, f"has a line of more than {LINE_BYTES_MAX} bytes", line=first_line)
            continue
        data, rest = rest + read[:end], read[end:]
        if not read:
            data, rest = data + rest, b""
        if data:
            size = len(data)
            line_count = data.count(b"\n") + (not data.endswith(b"\n"))
            if source.is_in_memory:
                yield Block(first_line, line_count, start, size, data=data)
            else:
                yield Block(first_line, line_count, start, size, path=source.name)
            first_line, start = first_line + line_count, start + size
        if not read:
            return


@contextmanager
def opened_to_write(name: str, failure: Callable[[str, str], LineageError] = DumpError) -> Iterator[IO[bytes]]:
    """Open a dump, or another file, to be written; it gets its name when it is whole, so that none is ever cut.

    Raises `failure` for a place that cannot be written to.
    """
    if name == STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as raw:
            if name.endswith(COMPRESSED):
                with gzip.GzipFile(path.name.removesuffix(COMPRESSED), "wb", COMPRESSION, raw) as stream:
                    yield stream  # type: ignore[misc]
            else:
                yield raw
        draft.replace(path)
    except OSError as error:
        raise failure(name, f"cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
