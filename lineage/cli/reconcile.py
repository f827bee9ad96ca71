"""``reconcile icat``: is what ICAT holds what the graph says?"""

# what speaks to ICAT is loaded where it is needed: no other command needs it
# ruff: noqa: PLC0415
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.publish import BOTH, Modes, chosen_modes
from lineage.cli.shell import Shell
from lineage.cli.wording import cells
from lineage.dump import opened_to_write
from lineage.errors import CertificateError, FileUnwritable

if TYPE_CHECKING:
    from lineage.flat.icat.certificate import Certificate
    from lineage.flat.icat.reconcile import Finding, Report
    from lineage.service.reconcile import Reconciled

Repair = Annotated[bool, typer.Option("--repair", help="Write what differs, then compare again.")]
Prove = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Write a certificate of what ICAT holds when nothing differs.", show_default="none"
    ),
]
Check = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Read ICAT alone, and tell whether it still holds what a certificate says.",
        show_default="no",
    ),
]
WORDS = {
    "missing": "parameters that are not there",
    "differing": "parameters with another value",
    "foreign": "parameters of ours that nobody wants",
    "absent": "datasets that ICAT has no more",
    "moved": "datasets at another location in ICAT",
    "orphaned": "Jobs with an emptied collection",
    "job": "Jobs, collections and members that are not as they are to be",
}


def icat(shell: Shell, repair: Repair = False, prove: Prove = None, check: Check = None, modes: Modes = BOTH) -> Ending:
    """Compare what ICAT holds with the flat view and the jobs, dataset by dataset.

    Exit code 1 when they differ. --repair writes exactly what differs and compares again. --prove certifies a state
    without differences; --check holds ICAT to such a certificate and needs no graph. docs/icat.md tells how the
    certificate is made, so that others can make it again.

    Example: lineage reconcile icat --repair --prove certificate.json
    """
    if check is not None:
        if repair or prove:
            raise typer.BadParameter("--check stands alone.")
        return _check(shell, check)
    chosen = chosen_modes(modes)
    if prove and "soft-links" not in chosen:
        raise typer.BadParameter("--prove certifies soft links; --mode leaves them out.")
    with shell.own_service() as service:
        found = service.reconcile_icat(modes=chosen, repair=repair)
    if found.repaired:
        _tell(shell, found.repaired)
        shell.note(f"{found.written} written, {len(found.refused)} refused; compared again")
    for refusal in found.refused:
        shell.tell(f"{refusal.location}: {refusal.what}: {refusal.reason}")
    shell.answer(_answer(found), lambda: _lines(found))
    if not found.report.is_clean:
        _tell(shell, found.report)
        if prove:
            shell.complain("no certificate is written of what differs")
        return Ending.FINDING
    if prove and found.certificate:
        _write(prove, found.certificate)
    return Ending.FINE


def _check(shell: Shell, file: str) -> Ending:
    from lineage.flat.icat import certificate
    from lineage.flat.icat.opened import opened

    try:
        text = Path(file).read_bytes()
    except OSError as error:
        raise CertificateError(file, f"cannot be read: {error.strerror or type(error).__name__}") from error
    said = certificate.parsed(text, file)
    with opened(shell.settings) as client:
        if (client.url, client.facility) != (said.icat, said.facility):
            shell.note(f"the certificate is of {said.facility} at {said.icat}")
        found = certificate.differing(client, said)
    answer = {"datasets": said.datasets, "change": said.change, "root": said.root, "differing": found}
    shell.answer(answer, lambda: _checked(found, said))
    return Ending.FINDING if found else Ending.FINE


def _checked(found: list[str], said: "Certificate") -> Iterator[Text]:
    for name in found:
        yield cells(name, "differs")
    if not found:
        yield cells(f"{said.datasets} datasets as they were at change {said.change}", said.root)


def _write(file: str, said: "Certificate") -> None:
    with opened_to_write(file, FileUnwritable) as stream:
        stream.write(said.model_dump_json(indent=1).encode() + b"\n")


def _answer(found: "Reconciled") -> dict[str, Any]:
    report = found.report
    return {
        "as_of": found.as_of,
        "datasets": report.datasets,
        "parameters": report.parameters,
        "is_clean": report.is_clean,
        **{kind: report.counts[kind] for kind in WORDS},
        "waiting": report.waiting,
        "written": found.written,
    }


def _lines(found: "Reconciled") -> Iterator[Text]:
    report = found.report
    for kind, words in WORDS.items():
        if report.counts[kind]:
            yield cells(kind.ljust(10), str(report.counts[kind]), words)
    if report.waiting:
        yield cells("waiting".ljust(10), str(report.waiting), "datasets that ICAT does not know yet")
    state = ("clean", "green") if report.is_clean else ("differs", "red")
    yield cells(f"{report.datasets} datasets, {report.parameters} parameters, change {found.as_of}", state)


def _tell(shell: Shell, report: "Report") -> None:
    """Tell of a few differences of each kind."""
    for kind, examples in report.examples.items():
        for finding in examples:
            shell.tell(f"{kind}: {_place(finding)}")


def _place(finding: "Finding") -> str:
    if finding.kind == "job":
        return f"{finding.location} {finding.wanted}".lstrip()
    if finding.job is not None:
        return f"Job {finding.job}"
    place = f"dataset {finding.dataset} {finding.location}"
    if not finding.parameter:
        return f"{place} {finding.found or ''}".rstrip()
    return f"{place} {finding.parameter}: {_shown(finding.found)}, not {_shown(finding.wanted)}"


def _shown(value: str | float | None) -> str:
    return "nothing" if value is None else repr(value)[:80]
