"""What a process that ended in the middle left in the journal and not in the graph: brought there at the next start."""

import logging
from collections.abc import Callable
from pathlib import Path

from lineage.errors import GraphRefused, JournalError, QueryTimeout
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import change_of
from lineage.journal import LeftBehind, left_behind, segments
from lineage.service.replaying import replay
from lineage.settings import Settings

log = logging.getLogger(__name__)

NOT_NOW = (GraphRefused, QueryTimeout, JournalError)
"""What must not keep a service from starting; it is tried again at the next start."""


def journal_folder(settings: Settings) -> Path:
    """Return the folder of the journal."""
    return settings.journal_dir or settings.data_dir / "journal"


def recover(database: Database, context: Context, settings: Settings, graph: Callable[[], str]) -> int:
    """Bring what dead writers left into the graph; return how many batches that was. Costs a look into a folder mostly.

    `graph` tells the name of the store. Segments of another graph are left alone: they are for `lineage rebuild`.
    """
    count = 0
    for segment in segments(journal_folder(settings)):
        if segment.is_closed:
            continue
        try:
            with left_behind(segment) as left:
                if left and left.graph in {"", graph()}:
                    count += _recover(database, context, settings, left, graph())
        except NOT_NOW as error:
            log.warning("the journal %s waits for the next start: %s", segment.path.name, error.message)
    return count


def _recover(database: Database, context: Context, settings: Settings, left: LeftBehind, graph: str) -> int:
    waiting = left.waiting
    for number in waiting:
        fates = replay(database, context, settings, left.entries(number))
        left.committed(number, graph, fates, change_of(database, fates))
    if waiting:
        log.warning("batches that a process left in the journal and that are in the graph now: %d", len(waiting))
    return len(waiting)
