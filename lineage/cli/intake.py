"""Messages from files, folders and standard input, one after the other and in flat memory.

Finds the files and cuts them into messages; what a message means is for ``lineage.ingest``.
"""

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import IO

from lineage.cli.names import STDIN
from lineage.cli.wording import visible
from lineage.ingest import lines, split
from lineage.intake import Piece

SUFFIXES = (".xml", ".json", ".jsonl")

Unreadable = Callable[[str, OSError], None]


def files_in(names: Iterable[str], unreadable: Unreadable) -> Iterator[str]:
    """Yield the named files, whatever their suffix, and those of `SUFFIXES` below the named folders in name order.

    Hidden files and folders below a folder are passed over: snapshots of a file system are such. Links to
    folders are not followed.
    """
    for name in names:
        if name != STDIN and _is_folder(name):
            yield from _below(name, unreadable)
        else:
            yield name


def _is_folder(name: str) -> bool:
    """Return False too for a name that cannot be looked at: opening it as a file tells why."""
    try:
        return Path(name).is_dir()
    except OSError:
        return False


def _below(folder: str, unreadable: Unreadable) -> Iterator[str]:
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            unreadable(path, error)
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting += [] if entry.name.startswith(".") else [(entry.path, True)]
            elif entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith("."):
                waiting.append((entry.path, False))


class Intake:
    """The messages of some files, each with a label for whoever is told about it."""

    def __init__(self, names: Iterable[str], message_bytes_max: int, unreadable: Unreadable) -> None:
        self._names = names
        self._message_bytes_max = message_bytes_max
        self._unreadable = unreadable
        self._labels: deque[str] = deque()
        self.files_read = 0

    def pieces(self) -> Iterator[Piece]:
        """Yield every message; a file that cannot be read is told of and passed over."""
        for path in files_in(self._names, self._unreadable):
            try:
                yield from self._pieces_of(path)
            except OSError as error:
                self._unreadable(path, error)
            self.files_read += 1

    def next_label(self) -> str:
        """Return the label of the oldest message that nobody has asked about yet."""
        return self._labels.popleft()

    def _pieces_of(self, path: str) -> Iterator[Piece]:
        name, sender = ("standard input", "stdin") if path == STDIN else (path, f"file:{visible(path)}")
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as stream:
            is_alone, found = bodies(stream, self._message_bytes_max)
            for number, body in enumerate(found, 1):
                self._labels.append(name if is_alone else f"{name} (message {number})")
                yield Piece(body, sender)


def bodies(stream: IO[bytes], message_bytes_max: int) -> tuple[bool, Iterator[bytes]]:
    """Cut a stream into messages; also say whether it holds only one.

    JSON Lines are read line by line; one that is too long is read whole too, to be refused for its length and kept so.
    A document is read whole, XML no further than one byte beyond `message_bytes_max`, which is enough to refuse it.
    """
    first = stream.readline(message_bytes_max + 1)
    if _is_object(first):
        following = lines(stream)
        second = next(following, None)
        # a line on its own is a document, with its end; of many, each is what stands on the line
        if second is None:
            return True, iter([first])
        return False, chain([first.rstrip(b"\r\n"), second], following)
    if first.lstrip().startswith(b"<"):
        return True, iter([first + stream.read(message_bytes_max + 1 - len(first))])
    found = split(first + stream.read())
    return len(found) == 1, iter(found)


def _is_object(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
