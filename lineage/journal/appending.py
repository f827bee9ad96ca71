"""One segment as its writer holds it: every write is whole or is taken back, and one fsync serves all who wait."""

import os
import threading
from contextlib import suppress
from pathlib import Path

from lineage import __version__
from lineage.journal import form
from lineage.journal.files import FILE_MODE, is_locked, sync_folder, write_all
from lineage.journal.segment import CLOSED, OPEN

BEGUN = ".new"


class Appending:
    """A segment that is written to, locked as long as it is held.

    Writes are for one thread at a time; `sync` is for many. `waiting` are numbers of batches that are in no graph yet.
    """

    def __init__(self, path: Path, handle: int, id: str, size_bytes: int, batch_count: int = 0) -> None:
        self.path = path
        self.id = id
        self.size_bytes = size_bytes
        self.batch_count = batch_count
        self.waiting: set[int] = set()
        self.is_broken = False
        self._handle = handle
        self._synced = size_bytes
        self._sync_lock = threading.Lock()

    @classmethod
    def begin(cls, path: Path, id: str, graph: str, *, is_compacted: bool = False) -> "Appending":
        """Make a segment; it has its name when it is locked and its head is on the disk. Raises OSError."""
        begun = path.with_name(path.name + BEGUN)
        handle = os.open(begun, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE)
        try:
            is_locked(handle)
            facts = form.packed_facts(graph=graph, is_compacted=is_compacted, made_by=f"lineage {__version__}")
            start = form.head(id) + form.record(id, form.BEGIN, 0, facts)
            write_all(handle, start)
            os.fsync(handle)
            begun.replace(path)
            sync_folder(path.parent)
        except BaseException:
            os.close(handle)
            begun.unlink(missing_ok=True)
            raise
        return cls(path, handle, id, len(start))

    def batch(self, payload: bytes) -> tuple[int, int]:
        """Append a batch; return its number and where the segment ends behind it. Raises OSError."""
        number = self.batch_count + 1
        self._write(form.record(self.id, form.BATCH, number, payload))
        self.batch_count = number
        self.waiting.add(number)
        return number, self.size_bytes

    def done(self, number: int, payload: bytes) -> None:
        """Append that a batch is in a graph; not synced, as it can be found out again. Raises OSError."""
        self._write(form.record(self.id, form.DONE, number, payload))
        self.waiting.discard(number)

    def sync(self, end: int) -> None:
        """Return when all bytes before `end` are on the disk. Raises OSError, after which nothing more is written."""
        with self._sync_lock:
            if self._synced >= end:
                return
            reached = self.size_bytes
            if not self.is_broken:
                try:
                    os.fsync(self._handle)
                except OSError:
                    self._break()
                    raise
                self._synced = reached
                return
        raise OSError(f"what was written to {self.path.name} did not reach the disk")

    def close(self, ending: str = CLOSED) -> None:
        """End the segment when all of it is in a graph; else leave it as it is, for the next start."""
        try:
            if not self.waiting and not self.is_broken:
                self._write(form.record(self.id, form.END, 0, form.packed_facts(batches=self.batch_count)))
                os.fsync(self._handle)
                self.path.replace(self.path.with_suffix(ending))
                sync_folder(self.path.parent)
        finally:
            os.close(self._handle)

    def _write(self, content: bytes) -> None:
        if self.is_broken:
            raise OSError(f"{self.path.name} is not written to any more")
        try:
            write_all(self._handle, content)
        except OSError:
            self._cut(self.size_bytes)
            raise
        self.size_bytes += len(content)

    def _break(self) -> None:
        """Write nothing more: after a failed fsync nobody can tell what is on the disk behind the last good one."""
        self.is_broken = True
        with suppress(OSError):
            os.ftruncate(self._handle, self._synced)

    def _cut(self, size_bytes: int) -> None:
        """Take back what was written in part; where even that fails, nothing more is written."""
        try:
            os.ftruncate(self._handle, size_bytes)
            os.lseek(self._handle, size_bytes, os.SEEK_SET)
        except OSError:
            self.is_broken = True


def named(folder: Path, time: str, id: str) -> Path:
    """Return the path of a new segment: its time without punctuation, then its id."""
    return folder / f"{time.replace('-', '').replace(':', '')}-{id}{OPEN}"
