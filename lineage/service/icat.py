"""Publishing into ICAT: ids are learned first, then what changed since the last time is compared and written."""

# the client and what uses it are loaded where they are needed: no other verb needs HTTP
# ruff: noqa: PLC0415
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from threading import Event
from typing import TYPE_CHECKING

from lineage.errors import IcatBusy
from lineage.flat import FlatRow, parameters
from lineage.flat.icat.wanted import MODES, Change, Mode, Options, Report, WantedDataset, WantedJob, column_types
from lineage.graph import icat as graph
from lineage.graph import read
from lineage.journal.files import is_locked, make_folder
from lineage.model import answers
from lineage.service.flat import Flat
from lineage.service.icat_ids import CHUNK, IcatIds, Learned

if TYPE_CHECKING:
    from lineage.flat.icat.client import Client

AGAIN_MAX = 10_000
"""Datasets that are kept to be looked at again; with more the place stays where it is."""

NO_PROGRAM = "unknown"
"""ICAT wants an application for every job."""

LOCK = "publish-icat.lock"


def _no_one(_told: object) -> None:
    """Tell nobody."""


class Stopped(Exception):
    """The end of a publication in its middle, on somebody's word; the next one makes it good."""


class Icat(IcatIds, Flat):
    """The verbs that write into the catalogue."""

    def icat(self, is_over: Event | None = None) -> "Client":
        """Return a client of the ICAT in the settings; raises SettingsError when one of them is missing.

        It waits for nothing once `is_over` is set.
        """
        from lineage.flat.icat.opened import opened

        return opened(self.settings, (is_over or Event()).wait)

    def publish_icat(
        self,
        *,
        since: int | None = None,
        investigation: str | None = None,
        modes: Sequence[Mode] = MODES,
        is_full: bool = False,
        is_dry_run: bool = False,
        create_datasets: bool = False,
        tell: Callable[[Change], None] = _no_one,
        on_progress: Callable[[int], None] = _no_one,
        is_over: Event | None = None,
    ) -> answers.Published:
        """Bring ICAT to what the graph knows; `tell` is called with every change.

        `on_progress` is told how many more datasets were taken, to be looked up or to be written; once `is_over` is
        set, Stopped is raised there.

        Without `since` and `is_full` it goes on where it was the last time, and looks again at what was refused or
        unknown then. That place is kept for each facility and mode, once all is written, and only when nothing was left
        out: not with `since` or an investigation, nor in a dry run, nor when there is too much to look at again.

        Raises IcatBusy while somebody else publishes with this data folder, SettingsError, and the errors of ICAT.
        """
        from lineage.flat.icat.publish import publish

        is_all = since is None and investigation is None
        options = self._options(modes, is_dry_run=is_dry_run, create_datasets=create_datasets, tell=tell)
        step = _step(on_progress, is_over)
        with self._alone(), self.icat(is_over) as client:
            client.check()
            names = [_name(client.facility, mode) for mode in modes]
            learned = self.learn_icat_ids(client, options, investigation, step)
            again: set[str] = set()
            if is_all and not is_full:
                since, again = self._position(names)
            as_of = read.change(self.database)  # before the rows: what changes meanwhile comes the next time
            rows = self.flat(investigation=investigation, since=None if is_full else since)
            if since is not None and again:
                rows = chain(rows, self._rows([sorted(again)]))
            wanted = self._as_wanted(rows, modes, step)
            report = publish(client, wanted, replace(options, create_datasets=False))
            is_kept = len(report.again) <= AGAIN_MAX and all(one.location for one in report.refused)
            if is_all and not is_dry_run and is_kept:
                graph.keep_position(self.database, names, as_of, report.again)
        return _published(client.facility, since, as_of, learned, report, is_dry_run=is_dry_run)

    def unpublish_icat(self, *, is_dry_run: bool = False) -> answers.Unpublished:
        """Take out of ICAT what our user wrote there; the next `publish_icat` begins anew."""
        from lineage.flat.icat.undo import undo

        with self._alone(), self.icat() as client:
            counts = undo(client, self._options(MODES, is_dry_run=is_dry_run))
            if not is_dry_run:
                names = [_name(client.facility, mode) for mode in MODES]
                graph.keep_position(self.database, names, 0)
        return answers.Unpublished(facility=client.facility, is_dry_run=is_dry_run, counts=dict(sorted(counts.items())))

    def _options(
        self,
        modes: Sequence[Mode],
        *,
        is_dry_run: bool,
        create_datasets: bool = False,
        tell: Callable[[Change], None] = _no_one,
    ) -> Options:
        known = self.context.definitions
        types = [
            replace(one, units=known[one.name].units, description=known[one.name].description or one.description)
            if one.name in known
            else one
            for one in column_types()
        ]
        return Options(modes, is_dry_run, create_datasets, types, self.settings.mount_prefixes, tell)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one that writes into ICAT: two that made one job at once would make it twice."""
        folder = self.settings.data_dir
        make_folder(folder)
        with (folder / LOCK).open("wb") as lock:
            if not is_locked(lock.fileno()):
                raise IcatBusy(str(folder / LOCK))
            yield

    def _position(self, names: Iterable[str]) -> tuple[int | None, set[str]]:
        """Return the change up to which ICAT was told in all these modes, and what to look at again."""
        places = [graph.position(self.database, name) for name in names]
        known = [change for change, _ in places if change is not None]
        return min(known) if len(known) == len(places) else None, {one for _, again in places for one in again}

    def _as_wanted(
        self, rows: Iterable[FlatRow], modes: Sequence[Mode], step: Callable[[int], None]
    ) -> Iterator[WantedDataset]:
        rest = iter(rows)
        while chunk := list(islice(rest, CHUNK)):
            step(len(chunk))
            ids = {row.job for row in chunk if row.job} if "jobs" in modes else set()
            jobs = graph.jobs(self.database, sorted(ids))
            for row in chunk:
                job = jobs.get(row.job or "")
                yield WantedDataset(
                    row.location,
                    row.icat_id,
                    row.investigation,
                    row.instrument,
                    row.name,
                    {} if row.state == "gone" else parameters(row),
                    WantedJob(
                        job["id"],
                        (job["program"] or NO_PROGRAM, job["version"] or ""),
                        job["arguments"] or "",
                        job["inputs"],
                        job["outputs"],
                    )
                    if job
                    else None,
                    row.kind == "processed",
                    row.state == "gone",
                )


def _step(on_progress: Callable[[int], None], is_over: Event | None) -> Callable[[int], None]:
    def step(count: int) -> None:
        if is_over and is_over.is_set():
            raise Stopped
        on_progress(count)

    return step


def _published(
    facility: str, since: int | None, as_of: int, learned: Learned, report: Report, *, is_dry_run: bool
) -> answers.Published:
    return answers.Published(
        facility=facility,
        is_dry_run=is_dry_run,
        since=since,
        as_of=as_of,
        counts={what: count for what, count in sorted((report.counts + learned.report.counts).items()) if count},
        found_ids=learned.count,
        waiting_datasets=learned.report.waiting_datasets,
        waiting_since=learned.waiting_since,
        waiting_jobs=report.waiting_jobs,
        refused_count=report.refused_count + learned.report.refused_count,
        refused=[
            answers.PublishRefusal(location=one.location, what=one.what, reason=one.reason)
            for one in (*learned.report.refused, *report.refused)
        ],
        new_types=report.new_types,
        differing_types=report.differing_types,
        kept_values=report.kept,
    )


def _name(facility: str, mode: Mode) -> str:
    return f"icat {facility} {mode}"
