"""The first load of a graph: a dump becomes the whole store, or nothing of it does.

The order of it: the store is empty, the dump is read and breaks no rule, the engine stops, the importer fills the
store, the engine starts, the schema is made, desk and ledger are restored, the audit proves what is not proved yet.
"""

import shutil
import time
from collections.abc import Callable

from lineage import engine
from lineage.dump import Source
from lineage.errors import SettingsError, StoreNotEmpty
from lineage.graph import audit, restore, schema
from lineage.ingest import Context
from lineage.loading import Prepared, Progress, prepare
from lineage.model import answers
from lineage.service.connection import connect
from lineage.settings import Settings

PROVED = ("identity", "one_producer", "input_once", "edge_counts", "acyclic")
"""Rules that preparation and constraints have proved; their queries take memory that grows with the graph."""

PATIENCE_S = 24 * 3600.0
"""Time limit of one question to a graph that has just been loaded; on the whole of it some take minutes."""


def load(
    settings: Settings,
    file: str,
    progress: Progress,
    say: Callable[[str], None],
    fetch_progress: engine.Progress | None = None,
) -> answers.Loaded:
    """Load a dump into the empty store of the embedded engine, which runs afterwards.

    Raises SettingsError for a given server, StoreNotEmpty, DumpRefused with all that breaks rules, DumpError.
    """
    if settings.neo4j_uri:
        reason = (
            "names a server, and the importer needs the files of a store; unset it and load into the embedded engine, "
            "or send messages to that server with lineage ingest"
        )
        raise SettingsError("LINEAGE_NEO4J_URI", reason)
    clock = _Clock(progress)
    patient = settings.model_copy(update={"query_timeout_s": PATIENCE_S, "write_timeout_s": PATIENCE_S})
    _check_empty(patient, fetch_progress)
    folder = engine.work_folder(settings)
    prepared = prepare(Source(file), folder, settings, clock, say)
    _check_empty(patient, fetch_progress)
    clock("import", 0, None)
    engine.stop(settings)
    engine.import_graph(settings, prepared.words, folder)
    found = _finished(patient, prepared, clock)
    shutil.rmtree(folder)
    return found


def _check_empty(settings: Settings, fetch_progress: engine.Progress | None) -> None:
    """Refuse a graph that is there; an engine that was started to look is stopped again."""
    if engine.is_half_imported(settings) or not engine.has_graph(settings):
        return
    was_running = engine.status(settings).state == "running"
    with connect(settings, fetch_progress) as database:
        count = restore.node_count(database)
    if not was_running:
        engine.stop(settings)
    if count:
        raise StoreNotEmpty(str(engine.status(settings).store), count)


def _finished(settings: Settings, prepared: Prepared, clock: "_Clock") -> answers.Loaded:
    """Make a whole graph of what the importer left, and prove it."""
    with connect(settings, within_load=True) as database:
        clock("constraints and indexes", 0, None)
        schema.migrate(database)
        schema.index_parameters(database, settings.indexed_parameters, Context.of(settings).definitions)
        clock("desk and ledger", 0, None)
        restore.fill_lists(database)
        restore.restore_desk(database, prepared.rejected())
        restore.restore_ledger(database, prepared.terms.as_of, prepared.changed_at or prepared.terms.at)
        engine.finish_import(settings)
        clock("audit", 0, None)
        proved = audit.audit(database, leave_out=PROVED)
    return answers.Loaded(
        datasets=prepared.counts.get("dataset", 0),
        expected=prepared.expected_count,
        jobs=prepared.counts.get("job", 0),
        edges=prepared.edge_count,
        versions=prepared.counts.get("version", 0),
        rejected=prepared.counts.get("rejected", 0),
        as_of=prepared.terms.as_of,
        seconds=clock.seconds(),
        audit=proved,
        proved_before=list(PROVED),
    )


class _Clock:
    """Passes progress on and remembers how long each stage took."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._began: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        self._began.setdefault(stage, time.monotonic())
        self._progress(stage, done, total)

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each stage; the last one ends now."""
        ends = [*list(self._began.values())[1:], time.monotonic()]
        return {stage: round(end - began, 1) for (stage, began), end in zip(self._began.items(), ends, strict=True)}
