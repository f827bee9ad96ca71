"""The journal: everything that came in, kept on disk before it goes into the graph, so that it can be built again.

A folder of segments, each written by one process. Owns the form of a segment and how it is written, read, cut after a
crash and compacted; leaves to others what an entry means to the graph.
"""

from lineage.journal.compaction import Compacted, compact
from lineage.journal.entry import MESSAGE, RESTORE, RETIRE, Done, Entry, Fate, Refusal
from lineage.journal.folder import LeftBehind, is_written_to, left_behind, segments, told
from lineage.journal.order import Part, Place, placed, read
from lineage.journal.segment import Damage, Outline, Segment
from lineage.journal.writer import Batch, Journal

__all__ = [
    "MESSAGE",
    "RESTORE",
    "RETIRE",
    "Batch",
    "Compacted",
    "Damage",
    "Done",
    "Entry",
    "Fate",
    "Journal",
    "LeftBehind",
    "Outline",
    "Part",
    "Place",
    "Refusal",
    "Segment",
    "compact",
    "is_written_to",
    "left_behind",
    "placed",
    "read",
    "segments",
    "told",
]
