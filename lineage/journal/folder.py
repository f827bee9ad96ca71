"""The folder of the journal: its segments, and those that a dead writer left behind."""

import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lineage.errors import JournalFailed, JournalUnreadable
from lineage.journal import form
from lineage.journal.appending import Appending
from lineage.journal.entry import Entry, Fate
from lineage.journal.files import FILE_MODE, is_locked, sync_folder, write_all
from lineage.journal.segment import CLOSED, OPEN, Damage, Segment
from lineage.journal.writer import done_of

log = logging.getLogger(__name__)

TORN = ".torn"
COMPACTED = ".compacted"
"""The ending of a new segment until the old ones that it stands for do not count any more."""

SWITCH = "compacted.json"
"""From when this file is there until compaction has tidied up, the new segments count and the old ones do not."""


def segments(folder: Path) -> list[Segment]:
    """Return the segments of a folder in the order of their names; none when there is no such folder."""
    made, replaced = switched(folder)
    found = [path for ending in (CLOSED, OPEN) for path in folder.glob(f"*{ending}") if path.stem not in replaced]
    found += [path for name in made if (path := folder / f"{name}{COMPACTED}").exists()]
    return [Segment(path) for path in sorted(found, key=lambda path: path.name)]


def switched(folder: Path) -> tuple[Sequence[str], Sequence[str]]:
    """Return the names of segments that a compaction made, and of those that they stand for; mostly none."""
    try:
        said = json.loads((folder / SWITCH).read_bytes())
    except FileNotFoundError:
        return (), ()
    return said["made"], said["replaced"]


def is_written_to(segment: Segment) -> bool:
    """Say whether a living process holds a segment."""
    if segment.is_closed:
        return False
    try:
        handle = os.open(segment.path, os.O_RDONLY)
    except FileNotFoundError:  # it was ended between the look into the folder and this one
        return False
    try:
        return not is_locked(handle)
    finally:
        os.close(handle)


class LeftBehind:
    """A segment whose writer is gone, held so that nobody else takes it up."""

    def __init__(self, segment: Segment, appending: Appending, batches: dict[int, int], graph: str) -> None:
        self.segment = segment
        self.graph = graph
        self._appending = appending
        self._batches = batches

    @property
    def waiting(self) -> Sequence[int]:
        """Numbers of the batches that are in no graph yet."""
        return sorted(self._appending.waiting)

    def entries(self, number: int) -> list[Entry]:
        """Return the entries of a batch."""
        return self.segment.entries(self._batches[number])

    def committed(self, number: int, graph: str, fates: Sequence[Fate], change: int) -> None:
        """Note that a batch is in a graph now; raises JournalFailed."""
        try:
            self._appending.done(number, form.packed_done(done_of(graph, fates, change)))
        except OSError as error:
            raise JournalFailed(str(self.segment.path), error.strerror or str(error)) from error


@contextmanager
def left_behind(segment: Segment) -> Iterator[LeftBehind | None]:
    """Hold a segment whose writer is gone; None when it lives. What was torn by a crash is cut and kept beside.

    At the end the segment is closed, unless batches of it are still in no graph. Raises JournalFailed.
    """
    appending = None
    try:
        handle = os.open(segment.path, os.O_RDWR)
        if not is_locked(handle) or not segment.path.exists():
            os.close(handle)
        else:
            appending, batches, graph = _taken_up(segment, handle)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise JournalFailed(str(segment.path), error.strerror or str(error)) from error
    if appending is None:
        yield None
        return
    try:
        yield LeftBehind(segment, appending, batches, graph)
    finally:
        try:
            appending.close()
        except OSError as error:
            log.warning("a segment of the journal could not be ended: %s", error)


def _taken_up(segment: Segment, handle: int) -> tuple[Appending, dict[int, int], str]:
    try:
        outline = segment.outline()
        size = os.fstat(handle).st_size
        for damage in outline.damages:
            if damage.end == size and damage.offset == outline.end:
                _cut(segment, handle, damage)
            else:
                log.error("%s", told(segment, damage))
        os.lseek(handle, 0, os.SEEK_END)
    except (OSError, JournalUnreadable):
        os.close(handle)
        raise
    last = max((*outline.batches, *outline.done), default=0)
    found = Appending(segment.path, handle, segment.id, os.fstat(handle).st_size, last)
    found.waiting = set(outline.waiting)
    return found, outline.batches, outline.graph


def _cut(segment: Segment, handle: int, damage: Damage) -> None:
    """Move what a crash left of a last record into a file of its own."""
    torn = os.pread(handle, damage.end - damage.offset, damage.offset)
    beside = segment.path.with_suffix(TORN)
    kept = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
    try:
        write_all(kept, torn)
        os.fsync(kept)
    finally:
        os.close(kept)
    sync_folder(beside.parent)
    os.ftruncate(handle, damage.offset)
    os.fsync(handle)
    log.warning(
        "the journal %s ended in the middle of a record, as after a crash; its last %d bytes are in %s",
        segment.path.name,
        len(torn),
        beside.name,
    )


def told(segment: Segment, damage: Damage) -> str:
    """Return one line about damage."""
    return (
        f"{segment.path}, byte {damage.offset}, after entry {damage.after_entry}: "
        f"{damage.reason} ({damage.end - damage.offset} bytes)"
    )
