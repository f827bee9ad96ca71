"""Is what ICAT holds what the graph says?"""

# the client and what uses it are loaded where they are needed: no other verb needs HTTP
# ruff: noqa: PLC0415
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lineage.flat.icat.wanted import MODES, Change, Mode, Options, Refusal, Report
from lineage.graph import read
from lineage.model.clock import now
from lineage.service.icat import Icat

if TYPE_CHECKING:
    from lineage.flat.icat import reconcile
    from lineage.flat.icat.certificate import Certificate
    from lineage.flat.icat.client import Client
    from lineage.flat.icat.reconcile import Comparison
    from lineage.flat.icat.sorter import Sorter

UNTOLD = "an Application, a collection of a Job, or a member of one"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of it: `report` is of the last comparison, `repaired` of the one before it, where there was a repair.

    There is a certificate where soft links were compared and nothing differs.
    """

    as_of: int
    report: "reconcile.Report"
    repaired: "reconcile.Report | None"
    written: int
    refused: Sequence[Refusal]
    certificate: "Certificate | None"


class Reconcile(Icat):
    """The verb that compares."""

    def reconcile_icat(self, *, modes: Sequence[Mode] = MODES, repair: bool = False) -> Reconciled:
        """Compare what ICAT holds with the graph; with `repair` write exactly what differs, and compare again.

        Raises IcatBusy for a repair while somebody else publishes with this data folder, SettingsError, FileUnwritable
        and the errors of ICAT.
        """
        from lineage.flat.icat import certificate
        from lineage.flat.icat.reconcile import NAMES
        from lineage.flat.icat.sorter import Sorter

        options = self._options(modes, is_dry_run=False)
        with self._alone() if repair else nullcontext(), self.icat() as client:
            client.check()
            as_of = read.change(self.database)
            with Sorter(self.flat()) as wanted:
                found, writing = self._compared(client, wanted, options, repair=repair)
                repaired = found.report if repair else None
                if repair:
                    found, _ = self._compared(client, wanted, options, repair=False)
            is_proved = found.report.is_clean and "soft-links" in modes
            return Reconciled(
                as_of=as_of,
                report=found.report,
                repaired=repaired,
                written=writing.written if repair else 0,
                refused=writing.refused if repair else (),
                certificate=certificate.made(client, found.trees, NAMES, as_of, now()) if is_proved else None,
            )

    def _compared(
        self, client: "Client", wanted: "Sorter", options: Options, *, repair: bool
    ) -> tuple["Comparison", Report]:
        from lineage.flat.icat.publish import publish
        from lineage.flat.icat.reconcile import Comparison, Finding
        from lineage.flat.icat.repair import repair as mend

        found, writing = Comparison(client, wanted, options), Report()
        if "soft-links" in options.modes:
            different = found.different()
            if repair:
                writing = mend(client, different, replace(options, modes=("soft-links",)))
            else:
                for _ in different:
                    pass
        if "jobs" in options.modes:

            def tell(change: Change) -> None:
                found.report.take(Finding("job", location=change.location, wanted=str(change.after)))

            asked = replace(options, modes=("jobs",), is_dry_run=not repair, tell=tell)
            jobs = publish(client, self._as_wanted(self.flat(), ("jobs",), lambda _count: None), asked)
            for _ in range(jobs.written - found.report.counts["job"]):
                found.report.take(Finding("job", wanted=UNTOLD))
            writing.counts.update(jobs.counts)
            writing.refused += jobs.refused
        return found, writing
