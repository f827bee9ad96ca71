"""The graph built again from the journal: everything that came in, in the order in which it was committed.

What was refused then is not tried again but put on the desk as it was: what it contradicted may be gone by the end.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lineage import engine
from lineage.errors import GraphNotEmpty, JournalInUse, JournalUnreadable, LineageError, told
from lineage.graph import desk, read, restore, schema
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import change_of
from lineage.journal import (
    MESSAGE,
    Entry,
    Fate,
    LeftBehind,
    Outline,
    Part,
    Place,
    Segment,
    is_written_to,
    left_behind,
    placed,
    segments,
)
from lineage.journal import read as read_parts
from lineage.journal.files import write_file
from lineage.model import answers
from lineage.model.clock import now
from lineage.service.connection import connect
from lineage.service.journal import damages_of
from lineage.service.recovery import journal_folder
from lineage.service.replaying import replay
from lineage.settings import Settings

Progress = Callable[[str, int, int | None], None]

MARKER = "rebuild.json"
"""In the folder of the journal while a rebuild is under way: into which graph, and how far it is."""

Outlines = list[tuple[Segment, Outline]]


def rebuild(
    settings: Settings,
    progress: Progress,
    fetch_progress: engine.Progress | None = None,
    *,
    is_onto: bool = False,
    since: int | None = None,
) -> answers.Rebuilt:
    """Write the whole journal into an empty graph, or with `is_onto` into the one that is there.

    `since` leaves out what the graph has already: that up to the number of a change, as a dump tells it. A rebuild that
    was ended goes on where it was. Raises GraphNotEmpty, JournalInUse while somebody writes, JournalUnreadable when
    there is nothing to build from.
    """
    folder = journal_folder(settings)
    found = segments(folder)
    if not found:
        raise JournalUnreadable(str(folder), "there is no segment in it")
    if any(map(is_written_to, found)):
        raise JournalInUse(str(folder))
    outlines = _outlines(found, progress)
    with connect(settings, fetch_progress) as database:
        database.ping()
        schema.migrate(database)
        context = Context.of(settings)
        schema.index_parameters(database, settings.indexed_parameters, context.definitions)
        work = _Rebuild(database, context, settings, folder / MARKER)
        work.begin(is_onto=is_onto or since is not None)
        work.run(placed(outlines), progress, since or 0)
        waiting = work.take_waiting(outlines)
        as_of = work.finish(outlines)
    return answers.Rebuilt(
        as_of=as_of,
        **work.counts,
        waiting=waiting,
        damages=[damage for segment, outline in outlines for damage in damages_of(segment, outline)],
    )


def _outlines(found: Sequence[Segment], progress: Progress) -> Outlines:
    read: Outlines = []
    for count, segment in enumerate(found):
        progress("read the journal", count, len(found))
        read.append((segment, segment.outline()))
    return read


@dataclass
class _Rebuild:
    """One rebuild; `pending` is what goes into the graph next."""

    database: Database
    context: Context
    settings: Settings
    marker: Path
    graph: str = ""
    through: list[object] = field(default_factory=list)
    pending: list[Place] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("messages", "refused", "marks", "otherwise"), 0)
    )

    def begin(self, *, is_onto: bool) -> None:
        """Refuse a graph that is there, unless this was begun in it."""
        self.graph = read.store(self.database)
        begun = json.loads(self.marker.read_bytes()) if self.marker.exists() else {}
        if begun.get("graph") == self.graph:
            self.through = begun["through"]
        elif not is_onto and (count := restore.node_count(self.database)):
            raise GraphNotEmpty(count)
        self._mark(self.through)

    def run(self, parts: Sequence[Part], progress: Progress, since: int) -> None:
        """Write all that was in a graph after change `since`, in its order."""
        known = [part for part in parts if part.done is not None]
        ahead = [part for part in known if list(part.key) > self.through]
        done = len(known) - len(ahead)
        for part, places in read_parts(ahead):
            progress("rebuild", done, len(known))
            for place in places:
                if place.order is None or place.order > since:
                    self._take(place)
            if len(self.pending) >= self.settings.batch_size:
                self._write()
                self._mark(list(part.key))
            done += 1
        self._write()
        progress("rebuild", done, len(known))

    def take_waiting(self, outlines: Outlines) -> int:
        """Write what was in no graph; return how many entries that was. A segment left behind notes it."""
        count = 0
        for segment, outline in outlines:
            if segment.is_closed:  # a damaged one: its entries can be read, and nothing is written to it any more
                for number in outline.waiting:
                    count += len(self._replay(segment.entries(outline.batches[number])))
            else:
                with left_behind(segment) as left:
                    count += self._take_left(left) if left else 0
        return count

    def _take_left(self, left: LeftBehind) -> int:
        count = 0
        for number in left.waiting:
            fates = self._replay(left.entries(number))
            left.committed(number, self.graph, fates, change_of(self.database, fates))
            count += len(fates)
        return count

    def finish(self, outlines: Outlines) -> int:
        """Let numbers of changes go on where those of the journal end; return the last one."""
        last = max((int(max(done.order)) for _, outline in outlines for done in outline.done.values()), default=0)
        if last > read.change(self.database):
            restore.restore_ledger(self.database, last, now())
        self.marker.unlink()
        return read.change(self.database)

    def _take(self, place: Place) -> None:
        """Add an entry to what goes next; one body with two fates goes in two batches, the desk knows only the last."""
        key = place.entry.key
        if key in self.keys or len(self.pending) >= self.settings.batch_size:
            self._write()
        self.pending.append(place)
        self.keys.add(key)

    def _write(self) -> None:
        pending, self.pending, self.keys = self.pending, [], set()
        if not pending:
            return
        tried = [place.entry for place in pending if not (place.fate and place.fate.refusal)]
        fates = self._replay(tried)
        refused = list(_refused(pending))
        desk.keep(self.database, refused, at=pending[-1].entry.received_at)
        is_message = [entry.kind == MESSAGE for entry in tried]
        self.counts["messages"] += sum(is_message)
        self.counts["marks"] += len(is_message) - sum(is_message)
        self.counts["refused"] += len(refused)
        self.counts["otherwise"] += sum(fate.refusal is not None for fate in fates)

    def _replay(self, entries: Sequence[Entry]) -> list[Fate]:
        return replay(self.database, self.context, self.settings, entries)

    def _mark(self, through: list[object]) -> None:
        self.through = through
        write_file(self.marker, json.dumps({"graph": self.graph, "through": through}).encode())


def _refused(places: Sequence[Place]) -> Iterator[tuple[str, bytes, str, str, LineageError]]:
    """Yield what was refused, as the desk takes it."""
    for place in places:
        if place.fate and (refusal := place.fate.refusal):
            error = told(refusal.code, refusal.message, refusal.facts)
            if error is None:
                raise JournalUnreadable(f"refusal {refusal.code!r}", "this release does not know such a reason")
            yield place.entry.key, place.entry.body, place.entry.sender, place.entry.sent_at, error
