"""The writer of a process: appends batches, durable on return, and then that they are in the graph."""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lineage.errors import JournalFailed
from lineage.journal import form
from lineage.journal.appending import Appending, named
from lineage.journal.entry import Done, Entry, Fate, places
from lineage.journal.files import make_folder
from lineage.model.clock import now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that are on the disk; to be told to `committed` when they are in the graph."""

    segment: Appending
    number: int
    entry_count: int


class Journal:
    """One writer, safe between threads; its first segment is made when the first batch comes.

    `graph` tells the name of the store that the entries are for; it is asked once, before the first segment.
    """

    def __init__(self, folder: Path, graph: Callable[[], str], segment_bytes: int = 64 * 2**20) -> None:
        self.folder = folder
        self._ask_graph = graph
        self._graph: str | None = None
        self._segment_bytes = segment_bytes
        self._lock = threading.Lock()
        self._segment: Appending | None = None
        self._full: set[Appending] = set()
        self._last_change = 0

    def append(self, entries: Sequence[Entry]) -> Batch:
        """Write entries as one batch, which is on the disk on return; raises JournalFailed, and then nothing was taken.

        Threads that append at once share an fsync.
        """
        payload = form.packed_entries(entries)
        graph = self._name_of_graph()
        try:
            with self._lock:
                segment = self._writable(graph)
                number, end = segment.batch(payload)
            try:
                segment.sync(end)
            except OSError:
                with self._lock:
                    segment.waiting.discard(number)
                raise
        except OSError as error:
            raise JournalFailed(str(self.folder), error.strerror or str(error)) from error
        return Batch(segment, number, len(entries))

    def committed(self, batch: Batch, change: int | None, fates: Sequence[Fate] = ()) -> None:
        """Note that a batch is in the graph; `change` is the last number of the graph, `fates` tell of each entry.

        None for `change` stands for the last one that was told here; without `fates` all entries made that change. What
        cannot be noted is looked at again at the next start, which changes nothing in the graph.
        """
        told = list(fates) or [Fate(change)] * batch.entry_count
        graph = self._name_of_graph()
        with self._lock:
            self._last_change = max(self._last_change, change or 0)
            payload = form.packed_done(done_of(graph, told, self._last_change if change is None else change))
            try:
                batch.segment.done(batch.number, payload)
            except OSError as error:
                log.warning("the journal could not note a batch as done: %s", error)
            if batch.segment in self._full and not batch.segment.waiting:
                self._full.discard(batch.segment)
                _close(batch.segment)

    def close(self) -> None:
        """End the segments; one that has batches which are in no graph yet is left for the next start."""
        with self._lock:
            for segment in filter(None, (*self._full, self._segment)):
                _close(segment)
            self._full, self._segment = set(), None

    def _name_of_graph(self) -> str:
        if self._graph is None:
            self._graph = self._ask_graph()
        return self._graph

    def _writable(self, graph: str) -> Appending:
        """Return the segment to write to; a full or broken one gives way to a new one."""
        segment = self._segment
        if segment and not segment.is_broken and segment.size_bytes < self._segment_bytes:
            return segment
        make_folder(self.folder)
        id = new_id()
        self._segment = Appending.begin(named(self.folder, now(), id), id, graph)
        if segment and segment.waiting:
            self._full.add(segment)
        elif segment:
            _close(segment)
        return self._segment


def done_of(graph: str, fates: Sequence[Fate], change: int) -> Done:
    """Return what is noted of a batch; `change` is the last number of the graph."""
    refused = {index: fate.refusal for index, fate in enumerate(fates) if fate.refusal}
    return Done(graph, now(), places([fate.change for fate in fates], change), refused)


def new_id() -> str:
    """Return an id for a segment."""
    return uuid.uuid4().hex[: form.ID_CHARS]


def _close(segment: Appending) -> None:
    try:
        segment.close()
    except OSError as error:
        log.warning("a segment of the journal could not be ended: %s", error)
