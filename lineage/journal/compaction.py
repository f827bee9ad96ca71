"""Rewrites closed segments into fewer and smaller ones, without what can never count again.

A body that came again and changed nothing says nothing new: the first of equal ones that had one fate in a row is kept,
with the time that it was first sent. What made a change counts, whatever its bytes: an event is one by its time. What
is written to, waits for a graph or is damaged is left as it is.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lineage.errors import JournalFailed, JournalInUse
from lineage.journal import form
from lineage.journal.appending import BEGUN, Appending, named
from lineage.journal.entry import MESSAGE, Done
from lineage.journal.files import is_locked, sync_folder, write_file
from lineage.journal.folder import COMPACTED, SWITCH, segments, switched
from lineage.journal.order import Place, began_at, placed, read
from lineage.journal.segment import CLOSED, Outline, Segment
from lineage.journal.writer import new_id

ENTRIES_MAX = 1000
BODY_BYTES_MAX = 4 * 2**20
LOCK = "compact.lock"
UNDER_WAY = ".compacting"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction did; `left_alone` are the names of segments that it did not touch."""

    segments_before: int
    segments_after: int
    bytes_before: int
    bytes_after: int
    entries_before: int
    entries_after: int
    left_alone: tuple[str, ...]


def compact(folder: Path, segment_bytes: int) -> Compacted:
    """Compact a journal. Killed at any moment, it leaves the old segments or the new ones to count, never both.

    Raises JournalInUse when it is being compacted already, JournalFailed.
    """
    if not folder.is_dir():
        return Compacted(0, 0, 0, 0, 0, 0, ())
    try:
        with (folder / LOCK).open("wb") as lock:
            if not is_locked(lock.fileno()):
                raise JournalInUse(str(folder))
            _tidy(folder)
            return _compact(folder, segment_bytes)
    except OSError as error:
        raise JournalFailed(str(folder), error.strerror or str(error)) from error


def _compact(folder: Path, segment_bytes: int) -> Compacted:
    found = [(segment, segment.outline()) for segment in segments(folder)]
    chosen = [(segment, outline) for segment, outline in found if _can_be(segment, outline)]
    if all(outline.is_compacted for _, outline in chosen):
        chosen = []
    bytes_before = sum(segment.path.stat().st_size for segment, _ in chosen)
    made, entry_count = _written(folder, segment_bytes, chosen) if chosen else ([], 0)
    replaced = {segment.name for segment, _ in chosen}
    if made:
        said = {"made": [path.stem for path in made], "replaced": sorted(replaced)}
        write_file(folder / SWITCH, json.dumps(said).encode())
    bytes_after = sum(path.stat().st_size for path in made)
    _tidy(folder)
    return Compacted(
        segments_before=len(replaced),
        segments_after=len(made),
        bytes_before=bytes_before,
        bytes_after=bytes_after,
        entries_before=sum(outline.entry_count for _, outline in chosen),
        entries_after=entry_count,
        left_alone=tuple(segment.name for segment, _ in found if segment.name not in replaced),
    )


def _tidy(folder: Path) -> None:
    """Give new segments that count their names, and take away what does not count."""
    made, replaced = switched(folder)
    for name in made:
        if (path := folder / f"{name}{COMPACTED}").exists():
            path.replace(path.with_suffix(CLOSED))
    for name in replaced:
        (folder / f"{name}{CLOSED}").unlink(missing_ok=True)
    for ending in (UNDER_WAY, f"{UNDER_WAY}{BEGUN}", COMPACTED):
        for path in folder.glob(f"*{ending}"):
            path.unlink()
    sync_folder(folder)
    (folder / SWITCH).unlink(missing_ok=True)


def _can_be(segment: Segment, outline: Outline) -> bool:
    return segment.is_closed and not outline.damages and not outline.waiting


def _written(folder: Path, segment_bytes: int, chosen: Sequence[tuple[Segment, Outline]]) -> tuple[list[Path], int]:
    """Write what counts into new segments, which do not count yet; return them and the number of entries."""
    time = min(segment.name for segment, _ in chosen).partition("-")[0]
    began = began_at(outline for _, outline in chosen)
    made: list[Path] = []
    entry_count = 0
    target: Appending | None = None
    for batch in _batches(_counting(place for _, places in read(placed(chosen)) for place in places)):
        graph = batch[0].graph
        if target is None or target.size_bytes >= segment_bytes:
            if target:
                target.close(COMPACTED)
            id = f"{len(made):04x}{new_id()[4:]}"  # names in the order of the places, which may be equal
            path = named(folder, time, id).with_suffix(UNDER_WAY)
            target = Appending.begin(path, id, graph, is_compacted=True)
            made.append(path.with_suffix(COMPACTED))
        number, _ = target.batch(form.packed_entries([place.entry for place in batch], form.LEVEL_COMPACTED))
        target.done(number, form.packed_done(_done(batch, began[graph])))
        entry_count += len(batch)
    if target:
        target.close(COMPACTED)
    return made, entry_count


def _done(batch: Sequence[Place], at: str) -> Done:
    refused = {
        index: place.fate.refusal for index, place in enumerate(batch) if place.fate and place.fate.refusal is not None
    }
    return Done(batch[0].graph, at, [place.order or 0 for place in batch], refused)


def _counting(places: Iterator[Place]) -> Iterator[Place]:
    """Yield all but messages that came again, right after they had the same fate, and made no change."""
    last: dict[bytes, str] = {}
    for place in places:
        if place.entry.kind == MESSAGE:
            key = sha256(place.entry.body).digest()
            refusal = place.fate.refusal if place.fate else None
            fate = refusal.message if refusal else ""  # the desk has the reason of the last refusal
            has_changed = place.fate is not None and place.fate.change is not None
            if last.get(key) == fate and not has_changed:
                continue
            last[key] = fate
        yield place


def _batches(places: Iterator[Place]) -> Iterator[list[Place]]:
    """Yield entries in batches of one graph each."""
    batch: list[Place] = []
    size_bytes = 0
    for place in places:
        is_full = len(batch) == ENTRIES_MAX or size_bytes >= BODY_BYTES_MAX
        if batch and (is_full or place.graph != batch[0].graph):
            yield batch
            batch, size_bytes = [], 0
        batch.append(place)
        size_bytes += len(place.entry.body)
    if batch:
        yield batch
