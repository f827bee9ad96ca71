"""Brings entries of the journal into the graph: what they say there, each kind in its own way."""

import json
from collections.abc import Sequence
from itertools import groupby

from lineage.errors import JournalUnreadable, NotFound
from lineage.graph import write
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import Piece, fates_of, prepare, write_prepared
from lineage.journal import MESSAGE, RESTORE, RETIRE, Entry, Fate
from lineage.model.location import public_id
from lineage.settings import Settings

KINDS = frozenset({MESSAGE, RETIRE, RESTORE})


def replay(database: Database, context: Context, settings: Settings, entries: Sequence[Entry]) -> list[Fate]:
    """Write entries in their order, and return what became of each; what is in the graph already changes nothing.

    Raises JournalUnreadable for an entry of a later release.
    """
    fates: list[Fate] = []
    for kind, some in groupby(entries, key=lambda entry: entry.kind):
        if kind not in KINDS:
            raise JournalUnreadable(f"entry of kind {kind!r}", f"this release knows {', '.join(sorted(KINDS))}")
        if kind == MESSAGE:
            batch = list(some)
            pieces = [Piece(entry.body, entry.sender, entry.sent_at) for entry in batch]
            receipts = write_prepared(database, prepare(pieces, context, settings), at=batch[-1].received_at)
            fates += fates_of(receipts)
        else:
            fates += [_marked(database, entry) for entry in some]
    return fates


def _marked(database: Database, entry: Entry) -> Fate:
    """Retire or restore a dataset; one that is not there has nothing to mark."""
    said = json.loads(entry.body)
    reason = said["reason"] if entry.kind == RETIRE else None
    try:
        _, change = write.retire(database, public_id(said["location"]), reason, at=entry.sent_at)
    except NotFound:
        return Fate()
    return Fate(change)
