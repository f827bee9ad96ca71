"""Publishing into ICAT: ids are learned first, then what changed since the last time is compared and written.

An id is learned as a message: it goes through the journal, and its rules are those of any other message.
"""

# the client and what uses it are loaded where they are needed: no other verb needs HTTP
# ruff: noqa: PLC0415
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from lineage.errors import IcatBusy, SettingsError
from lineage.flat import FlatRow, parameters
from lineage.flat.icat.wanted import MODES, Change, Mode, Options, Report, WantedDataset, WantedJob, column_types
from lineage.graph import icat as graph
from lineage.graph import read
from lineage.intake import Piece
from lineage.journal.files import is_locked, make_folder
from lineage.model import answers
from lineage.service.flat import Flat
from lineage.service.messages import Messages

if TYPE_CHECKING:
    from lineage.flat.icat.client import Client

CHUNK = 100
"""Datasets that are asked for at once."""

AGAIN_MAX = 10_000
"""Datasets that are kept to be looked at again; with more the place stays where it is."""

NO_PROGRAM = "unknown"
"""ICAT wants an application for every job."""


SENDER = "icat"
"""Whom the messages come from that tell the graph its ids."""

LOCK = "publish-icat.lock"


def _no_one(_told: object) -> None:
    """Tell nobody."""


class Icat(Messages, Flat):
    """The verbs that write into the catalogue."""

    def icat(self) -> "Client":
        """Return a client of the ICAT in the settings; raises SettingsError when one of them is missing."""
        from lineage.flat.icat.client import Client

        settings = self.settings
        url, user, password, facility = (
            settings.icat_url,
            settings.icat_user,
            settings.icat_password,
            settings.icat_facility,
        )
        for name, value in (("URL", url), ("USER", user), ("PASSWORD", password), ("FACILITY", facility)):
            if not value:
                raise SettingsError(f"LINEAGE_ICAT_{name}", "is not set; publishing into ICAT needs it")
        assert url and user and password and facility  # noqa: PT018, S101 - looked at above
        return Client(url, user=user, password=password, authenticator=settings.icat_authenticator, facility=facility)

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
    ) -> answers.Published:
        """Bring ICAT to what the graph knows; `tell` is called with every change.

        `on_progress` is told how many more datasets were taken, to be looked up or to be written. Without `since` and
        `is_full` it goes on where it was the last time, and looks again at what was refused or unknown then. That place
        is kept for each facility and mode, once all is written, and only when nothing was left out: not with `since` or
        an investigation, nor in a dry run, nor when there is too much to look at again. Raises IcatBusy while somebody
        else publishes with this data folder, SettingsError, and the errors of ICAT.
        """
        from lineage.flat.icat.publish import publish

        is_all = since is None and investigation is None
        options = self._options(modes, is_dry_run=is_dry_run, create_datasets=create_datasets, tell=tell)
        with self._alone(), self.icat() as client:
            client.check()
            names = [_name(client.facility, mode) for mode in modes]
            waiting, oldest, found_ids, learned = self._learn(client, options, investigation, on_progress)
            again: set[str] = set()
            if is_all and not is_full:
                since, again = self._position(names)
            as_of = read.change(self.database)  # before the rows: what changes meanwhile comes the next time
            rows = self.flat(investigation=investigation, since=None if is_full else since)
            if since is not None and again:
                rows = chain(rows, self._rows([sorted(again)]))
            wanted = self._as_wanted(rows, modes, on_progress)
            report = publish(client, wanted, replace(options, create_datasets=False))
            is_kept = len(report.again) <= AGAIN_MAX and all(one.location for one in report.refused)
            if is_all and not is_dry_run and is_kept:
                graph.keep_position(self.database, names, as_of, report.again)
        return answers.Published(
            facility=client.facility,
            is_dry_run=is_dry_run,
            since=since,
            as_of=as_of,
            counts={what: count for what, count in sorted((report.counts + learned.counts).items()) if count},
            found_ids=found_ids,
            waiting_datasets=waiting,
            waiting_since=oldest,
            waiting_jobs=report.waiting_jobs,
            refused_count=report.refused_count + learned.refused_count,
            refused=[
                answers.PublishRefusal(location=one.location, what=one.what, reason=one.reason)
                for one in (*learned.refused, *report.refused)
            ],
            new_types=report.new_types,
            differing_types=report.differing_types,
            kept_values=report.kept,
        )

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

    def _learn(
        self, client: "Client", options: Options, investigation: str | None, on_progress: Callable[[int], None]
    ) -> tuple[int, str | None, int, Report]:
        """Find the ids of datasets that the graph does not know them of, and tell the graph.

        Returns how many are waiting, since when the oldest is, how many ids were found, and what came of it.
        """
        from lineage.flat.icat.publish import found

        report, found_ids, oldest = Report(), 0, None
        for page in graph.unknown(self.database, investigation):
            for start in range(0, len(page), CHUNK):
                chunk = page[start : start + CHUNK]
                known = found(client, [_unknown(one) for one in chunk], options, report)
                ids = {dataset.location: id for id, dataset in known.items()}
                found_ids += len(ids) if options.is_dry_run else self._bind(ids, report)
                on_progress(len(chunk))
                ages = [one["since"] for one in chunk if one["since"] and one["location"] not in ids]
                oldest = min(filter(None, (oldest, *ages)), default=None)
        return report.waiting_datasets, oldest, found_ids, report

    def _bind(self, ids: Mapping[str, int], report: Report) -> int:
        """Tell the graph the ids of datasets in ICAT, by location, and return how many it has learned."""
        owners = graph.owners(self.database, ids.values())
        free = {}
        for location, id in ids.items():
            if id in owners:  # known to be refused: the desk need not keep it each time anew
                report.refuse(location, "Dataset", f"the dataset {owners[id]} has its id {id} in the graph")
            else:
                free[location] = id
        pieces = [Piece(_identity(location, id), SENDER) for location, id in free.items()]
        receipts = list(self.ingest(pieces))
        for location, receipt in zip(free, receipts, strict=True):
            if receipt.status == "rejected":
                report.refuse(location, "Dataset", receipt.message or "")
        return sum(receipt.status != "rejected" for receipt in receipts)

    def _as_wanted(
        self, rows: Iterable[FlatRow], modes: Sequence[Mode], on_progress: Callable[[int], None]
    ) -> Iterator[WantedDataset]:
        rest = iter(rows)
        while chunk := list(islice(rest, CHUNK)):
            ids = {row.job for row in chunk if row.job} if "jobs" in modes else set()
            jobs = graph.jobs(self.database, sorted(ids))
            on_progress(len(chunk))
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


def _name(facility: str, mode: Mode) -> str:
    return f"icat {facility} {mode}"


def _identity(location: str, icat_id: int) -> bytes:
    return json.dumps({"type": "identity", "location": location, "icat_id": icat_id}).encode()


def _unknown(one: dict[str, str | None]) -> WantedDataset:
    return WantedDataset(
        one["location"] or "",
        None,
        one["investigation"],
        one["instrument"],
        one["name"],
        is_processed=one["kind"] == "processed",
    )
