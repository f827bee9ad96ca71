"""What the journal holds, told of without a database."""

from collections.abc import Iterator
from pathlib import Path

from lineage import journal
from lineage.errors import JournalUnreadable
from lineage.journal import Outline, Segment
from lineage.model import answers


def listing(folder: Path) -> Iterator[answers.JournalSegment]:
    """Yield the segments of a journal in the order of their names."""
    for segment in journal.segments(folder):
        # whether it is written to is asked first: it may be ended while it is read, but not begun again
        state: answers.SegmentState = "closed" if segment.is_closed else "left behind"
        if journal.is_written_to(segment):
            state = "written to"
        yield _told(segment, segment.outline(), state)


def check(folder: Path) -> answers.JournalCheck:
    """Read everything and return what is damaged; the end of a segment that is written to may be half there."""
    damages: list[answers.JournalDamage] = []
    segment_count = entry_count = 0
    for segment in journal.segments(folder):
        is_written_to = journal.is_written_to(segment)
        outline = segment.outline()
        segment_count += 1
        entry_count += outline.entry_count
        damages += [
            damage for damage in damages_of(segment, outline) if not (is_written_to and damage.offset == outline.end)
        ]
    return answers.JournalCheck(segments=segment_count, entries=entry_count, damages=damages)


def damages_of(segment: Segment, outline: Outline) -> list[answers.JournalDamage]:
    """Return the damage of a segment as it is told of."""
    return [
        answers.JournalDamage(
            file=str(segment.path),
            offset=damage.offset,
            size_bytes=damage.end - damage.offset,
            after_entry=damage.after_entry,
            reason=damage.reason,
        )
        for damage in outline.damages
    ]


def entries(folder: Path, *, key: str = "", segment: str = "") -> Iterator[tuple[answers.JournalEntry, bytes]]:
    """Yield entries and their bodies; `key` and `segment` are beginnings of the names, and empty take any.

    Raises JournalUnreadable when there is no such segment.
    """
    found = [one for one in journal.segments(folder) if one.name.startswith(segment)]
    if segment and not found:
        raise JournalUnreadable(str(folder), f"there is no segment {segment!r} in it")
    for one in found:
        outline = one.outline()
        for number, offset in outline.batches.items():
            done = outline.done.get(number)
            for index, entry in enumerate(one.entries(offset)):
                if entry.key.startswith(key):
                    yield _entry(one, number, entry, index, done), entry.body


def compact(folder: Path, segment_bytes: int) -> answers.JournalCompacted:
    """Compact a journal."""
    done = journal.compact(folder, segment_bytes)
    return answers.JournalCompacted(
        segments_before=done.segments_before,
        segments_after=done.segments_after,
        bytes_before=done.bytes_before,
        bytes_after=done.bytes_after,
        entries_before=done.entries_before,
        entries_after=done.entries_after,
        left_alone=list(done.left_alone),
    )


def _told(segment: Segment, outline: Outline, state: answers.SegmentState) -> answers.JournalSegment:
    changes = [int(place) for done in outline.done.values() for place in done.order if place == int(place)]
    return answers.JournalSegment(
        name=segment.name,
        state=state,
        is_compacted=outline.is_compacted,
        size_bytes=segment.path.stat().st_size,
        body_bytes=outline.body_bytes,
        entries=outline.entry_count,
        batches=len(outline.batches),
        waiting_batches=len(outline.waiting),
        refused=sum(len(done.refused) for done in outline.done.values()),
        first_at=outline.first_at or None,
        last_at=outline.last_at or None,
        first_change=min(changes, default=None),
        last_change=max(changes, default=None),
        graphs=sorted({done.graph for done in outline.done.values()}),
    )


def _entry(
    segment: Segment, number: int, entry: journal.Entry, index: int, done: journal.Done | None
) -> answers.JournalEntry:
    place = done.order[index] if done else 0.5
    refusal = done.refused.get(index) if done else None
    return answers.JournalEntry(
        key=entry.key,
        kind=entry.kind,
        sender=entry.sender,
        sent_at=entry.sent_at,
        received_at=entry.received_at,
        size_bytes=len(entry.body),
        segment=segment.name,
        batch=number,
        is_waiting=done is None,
        change=int(place) if place == int(place) else None,
        code=refusal.code if refusal else None,
        message=refusal.message if refusal else None,
    )
