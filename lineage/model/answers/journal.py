"""The journal, as it is told of: segments, entries, damage, what a compaction and a rebuild did."""

from typing import Literal

from lineage.model.answers.base import Answer, AsOf

SegmentState = Literal["closed", "written to", "left behind"]


class JournalSegment(Answer):
    """A segment; `waiting_batches` are in no graph yet, `graphs` are the names of those that have the others."""

    name: str
    state: SegmentState
    is_compacted: bool
    size_bytes: int
    body_bytes: int
    entries: int
    batches: int
    waiting_batches: int
    refused: int
    first_at: str | None
    last_at: str | None
    first_change: int | None
    last_change: int | None
    graphs: list[str]


class JournalDamage(Answer):
    """Bytes of a segment that cannot be read; what follows them can."""

    file: str
    offset: int
    size_bytes: int
    after_entry: int
    reason: str


class JournalCheck(Answer):
    """What a check of all checksums found."""

    segments: int
    entries: int
    damages: list[JournalDamage]


class JournalEntry(Answer):
    """An entry; `is_waiting` when no graph has it yet, `code` and `message` when it was refused."""

    key: str
    kind: str
    sender: str
    sent_at: str
    received_at: str
    size_bytes: int
    segment: str
    batch: int
    is_waiting: bool
    change: int | None
    code: str | None
    message: str | None


class JournalCompacted(Answer):
    """What a compaction did; `left_alone` are segments that it did not touch."""

    segments_before: int
    segments_after: int
    bytes_before: int
    bytes_after: int
    entries_before: int
    entries_after: int
    left_alone: list[str]


class Rebuilt(AsOf):
    """What was built from the journal.

    `otherwise` are messages that were accepted before and are refused now: they are on the desk.
    """

    messages: int
    refused: int
    marks: int
    waiting: int
    otherwise: int
    damages: list[JournalDamage]
