"""Reads a segment: its records in their order, and past what is damaged."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from lineage.errors import JournalUnreadable
from lineage.journal import form
from lineage.journal.entry import Done, Entry

CLOSED = ".journal"
OPEN = ".open"
"""The ending of a segment that is written to, or that its writer left behind."""

CHUNK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was read; `number` is that of its batch."""

    offset: int
    type: bytes
    number: int
    payload: bytes

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.offset + form.RECORD.size + len(self.payload)


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a segment that are no record; `after_entry` counts the entries that were read before."""

    offset: int
    end: int
    reason: str = "is no record, or its checksum is another one"
    after_entry: int = 0


@dataclass(slots=True)
class Outline:
    """What a segment holds, without the entries: `batches` are offsets by number, `done` what is in a graph."""

    graph: str = ""
    is_compacted: bool = False
    batches: dict[int, int] = field(default_factory=dict)
    done: dict[int, Done] = field(default_factory=dict)
    damages: list[Damage] = field(default_factory=list)
    entry_count: int = 0
    body_bytes: int = 0
    first_at: str = ""
    last_at: str = ""
    is_ended: bool = False
    end: int = 0

    @property
    def waiting(self) -> list[int]:
        """Numbers of the batches that are in no graph yet."""
        return [number for number in self.batches if number not in self.done]


@dataclass(frozen=True)
class Segment:
    """A file of the journal."""

    path: Path

    @property
    def name(self) -> str:
        """The name without its ending; it stays when the segment is closed."""
        return self.path.stem

    @property
    def is_closed(self) -> bool:
        """Whether nothing will be written to it any more."""
        return self.path.suffix != OPEN

    @cached_property
    def id(self) -> str:
        """What checksums begin with: from the head, or from the name when the head is damaged."""
        with self._opened() as stream:
            start = stream.read(form.HEAD.size)
        if not form.is_head(start):
            return self.name[-form.ID_CHARS :]
        _, version, id, _ = form.HEAD.unpack(start)
        if version != form.VERSION:
            reason = f"it is of version {version}, and this release knows {form.VERSION}"
            raise JournalUnreadable(str(self.path), reason)
        return str(id.decode())

    def records(self) -> Iterator[Record | Damage]:
        """Yield the records, and where there is none that can be read; a segment that is written to as far as it is."""
        with self._opened() as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            if stream.read(form.HEAD.size) != form.head(self.id):
                yield Damage(0, min(form.HEAD.size, size), "is no head of a segment")
            at = form.HEAD.size
            while at < size:
                found: Record | Damage | None = self._record(stream, at, size)
                if found is None:
                    found = Damage(at, self._next(stream, at + 1, size))
                yield found
                at = found.end

    def outline(self) -> Outline:
        """Read all of it and return what it holds."""
        found = Outline(end=form.HEAD.size)
        for record in self.records():
            if isinstance(record, Damage):
                found.damages.append(replace(record, after_entry=found.entry_count))
                continue
            found.end = record.end
            if record.type == form.BEGIN:
                said = form.facts_of(record.payload)
                found.graph, found.is_compacted = said["graph"], said["is_compacted"]
            elif record.type == form.BATCH:
                self._count(found, record)
            elif record.type == form.DONE:
                found.done[record.number] = form.done_of(record.payload)
            else:
                found.is_ended = True
        if self.is_closed and not found.is_ended:
            reason = "has no end: what follows was cut off"
            found.damages.append(Damage(found.end, found.end, reason, found.entry_count))
        return found

    def entries(self, offset: int) -> list[Entry]:
        """Return the entries of the batch at an offset; raises JournalUnreadable when it is none."""
        with self._opened() as stream:
            found = self._record(stream, offset, stream.seek(0, 2))
        if found is None or found.type != form.BATCH:
            raise JournalUnreadable(f"{self.path}, byte {offset}", "there is no batch any more")
        return form.entries_of(found.payload)

    def _count(self, found: Outline, record: Record) -> None:
        entries = form.entries_of(record.payload)
        found.batches[record.number] = record.offset
        found.entry_count += len(entries)
        found.body_bytes += form.size_bytes_of(entries)
        found.first_at = found.first_at or entries[0].received_at
        found.last_at = entries[-1].received_at

    def _record(self, stream: BinaryIO, at: int, size: int) -> Record | None:
        stream.seek(at)
        start = stream.read(form.RECORD.size)
        if len(start) < form.RECORD.size or start[: len(form.MARK)] != form.MARK:
            return None
        _, type_, number, length, checksum = form.RECORD.unpack(start)
        if type_ not in form.TYPES or length > size - at - form.RECORD.size:
            return None
        payload = stream.read(length)
        if len(payload) != length or form.checksum(self.id, type_, number, payload) != checksum:
            return None
        return Record(at, type_, number, payload)

    def _next(self, stream: BinaryIO, at: int, size: int) -> int:
        """Return where the next record begins; the end of the file when there is none."""
        while at < size:
            stream.seek(at)
            chunk = stream.read(CHUNK_BYTES)
            place = chunk.find(form.MARK)
            if place < 0:
                at += max(1, len(chunk) - len(form.MARK) + 1)
            elif self._record(stream, at + place, size):
                return at + place
            else:
                at += place + 1
        return size

    def _opened(self) -> BinaryIO:
        try:
            return self.path.open("rb")
        except OSError as error:
            raise JournalUnreadable(str(self.path), error.strerror or str(error)) from error
