"""The files that tasks leave to later tasks: lists of records, found by a name and a part.

A file is whole or not there: it is the mark that its task is done.
"""

import marshal
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

PARTS = 64
HEAD = struct.Struct("<Q")
Record = tuple[Any, ...]


class Dealt:
    """Records on their way into a file, dealt by name and part."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, int], list[Record]] = defaultdict(list)

    def by_id(self, name: str, id: str, record: Record) -> None:
        """Deal a record by the public id of what it is about."""
        self.records[name, int(id[:2], 16) % PARTS].append(record)

    def by_number(self, name: str, number: int, record: Record) -> None:
        """Deal a record by a number."""
        self.records[name, number % PARTS].append(record)


def write(path: Path, dealt: Dealt, summary: Mapping[str, Any]) -> None:
    """Write a file, whole or not at all; `summary` can be read without the rest."""
    index: dict[tuple[str, int], tuple[int, int]] = {}
    draft = path.with_suffix(".draft")
    place = 0
    bodies = []
    for key, records in dealt.records.items():
        body = marshal.dumps(records)
        index[key] = (place, len(body))
        place += len(body)
        bodies.append(body)
    head = marshal.dumps((dict(summary), index))
    with draft.open("wb") as stream:
        stream.write(HEAD.pack(len(head)))
        stream.write(head)
        stream.writelines(bodies)
    draft.replace(path)


def summary(path: Path) -> dict[str, Any]:
    """Return the summary of a file."""
    with path.open("rb") as stream:
        return _head(stream.read(HEAD.size), stream.read)[0]


def read(paths: Iterable[Path], part: int, *names: str) -> Iterator[tuple[str, list[Record]]]:
    """Yield the records of one part from all files, under the names that are asked for."""
    for path in paths:
        with path.open("rb") as stream:
            index = _head(stream.read(HEAD.size), stream.read)[1]
            begin = stream.tell()
            for name in names:
                if (name, part) in index:
                    place, size = index[name, part]
                    stream.seek(begin + place)
                    yield name, marshal.loads(stream.read(size))  # noqa: S302


def _head(size: bytes, read: Any) -> tuple[dict[str, Any], dict[tuple[str, int], tuple[int, int]]]:
    found = marshal.loads(read(HEAD.unpack(size)[0]))  # noqa: S302
    return found[0], found[1]
