"""The files that tasks leave to later tasks: lists of records, found by a name and a part.

A file is whole or not there: it is the mark that its task is done. It begins with a table of places, so that one part
of thousands of files is read without the rest of them.
"""

import marshal
import os
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

PARTS = 64
NAMES = (
    "catalogue",
    "claims",
    "closed",
    "closed_jobs",
    "datasets",
    "holds",
    "inputs",
    "jobs",
    "on",
    "order",
    "outputs",
    "references",
    "rejected",
    "times",
    "wanted",
    "was",
)
PLACE = struct.Struct("<QQ")
"""Where something begins in the file, and its size; the first place is that of the summary."""

TABLE_BYTES = PLACE.size * (1 + len(NAMES) * PARTS)
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
    draft = path.with_suffix(".draft")
    table = bytearray(TABLE_BYTES)
    with draft.open("wb") as stream:
        stream.write(table)
        PLACE.pack_into(table, 0, stream.tell(), stream.write(marshal.dumps(dict(summary))))
        for (name, part), records in dealt.records.items():
            PLACE.pack_into(table, _place(name, part), stream.tell(), stream.write(marshal.dumps(records)))
        stream.seek(0)
        stream.write(table)
    draft.replace(path)


def summary(path: Path) -> dict[str, Any]:
    """Return the summary of a file."""
    with path.open("rb") as stream:
        begin, size = PLACE.unpack(stream.read(PLACE.size))
        stream.seek(begin)
        return dict(marshal.loads(stream.read(size)))  # noqa: S302 (we wrote it)


def read(paths: Iterable[Path], part: int, *names: str) -> Iterator[tuple[str, list[Record]]]:
    """Yield the records of one part from all files, under the names that are asked for."""
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        try:
            for name in names:
                begin, size = PLACE.unpack(os.pread(file, PLACE.size, _place(name, part)))
                if size:
                    yield name, marshal.loads(os.pread(file, size, begin))  # noqa: S302 (we wrote it)
        finally:
            os.close(file)


def _place(name: str, part: int) -> int:
    return PLACE.size * (1 + NAMES.index(name) * PARTS + part)
