"""``publish icat``: what the graph knows, into the catalogue."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.options import DryRun
from lineage.cli.shell import Shell
from lineage.cli.stages import Stages
from lineage.cli.wording import cells, moment
from lineage.flat.icat.wanted import MODES, Change, Mode
from lineage.model.answers import Published, Unpublished
from lineage.service import Lineage

BOTH = ",".join(MODES)
NAME_CHARS = len("DataCollectionDataset unchanged")

Since = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Only what may have changed since a change, such as --since 1200.",
        show_default="where it was the last time",
    ),
]
Investigation = Annotated[
    str | None,
    typer.Option(
        help="Only datasets of this investigation, such as hg1 at all instruments, or hg1@id00.", show_default="all"
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Look at everything again.", show_default=False)]
Diff = Annotated[
    bool, typer.Option("--diff", help="Print every difference, as it is written or would be.", show_default=False)
]
Modes = Annotated[
    str,
    typer.Option("--mode", metavar="MODES", help="What to write: soft-links, jobs, or both, parted by a comma."),
]
CreateDatasets = Annotated[
    bool,
    typer.Option("--create-datasets", help="Create datasets that ICAT does not know, and do not wait for them."),
]
Undo = Annotated[
    bool, typer.Option("--undo", help="Take out of ICAT what was written there, and nothing else.", show_default=False)
]


def icat(  # noqa: PLR0917 - one for each option
    shell: Shell,
    since: Since = None,
    investigation: Investigation = None,
    dry_run: DryRun = False,
    diff: Diff = False,
    full: Full = False,
    modes: Modes = BOTH,
    create_datasets: CreateDatasets = False,
    undo: Undo = False,
) -> Ending:
    """Write the flat view and the jobs into ICAT, and only what differs there.

    LINEAGE_ICAT_URL, _USER, _PASSWORD, _AUTHENTICATOR and _FACILITY name the ICAT; docs/icat.md tells the rights that
    are needed. It goes on where it was the last time. Exit code 1 when something was refused, or a ParameterType is
    another there.

    Example: lineage publish icat --dry-run --diff

    Example: lineage publish icat --investigation hg1@id00 --mode soft-links
    """
    if undo and (since is not None or investigation or diff or full or create_datasets):
        raise typer.BadParameter("--undo goes with --dry-run alone.")
    if full and since is not None:
        raise typer.BadParameter("either --full or --since.")
    chosen = chosen_modes(modes)
    with shell.own_service() as service:
        if undo:
            return _undone(shell, service, is_dry_run=dry_run)
        with _Bar(shell, is_shown=shell.has_progress and not diff) as bar:
            found = service.publish_icat(
                since=since,
                investigation=investigation,
                modes=chosen,
                is_full=full,
                is_dry_run=dry_run,
                create_datasets=create_datasets,
                tell=lambda change: _tell(shell, change) if diff else None,
                on_progress=bar.advance,
            )
    shell.answer(found, lambda: _lines(found))
    return Ending.FINDING if found.refused_count or found.differing_types else Ending.FINE


class _Bar(Stages):
    """Shows how many datasets were taken by now; how many there will be nobody knows before the end."""

    def __init__(self, shell: Shell, *, is_shown: bool) -> None:
        super().__init__(shell.talk, shell.note, is_shown=is_shown)
        self._count = 0

    def advance(self, count: int) -> None:
        """Show that so many more were taken."""
        self._count += count
        self(f"publishing, {self._count} datasets" if self.is_shown else "publishing", self._count, None)


def chosen_modes(words: str) -> list[Mode]:
    """Return the modes that an option names; raises BadParameter for a word that is none."""
    chosen = [mode for mode in MODES if mode in words.split(",")]
    if not chosen or len(chosen) != len(words.split(",")):
        raise typer.BadParameter(f"{words!r} is no mode; expected soft-links, jobs, or both parted by a comma.")
    return chosen


def _undone(shell: Shell, service: Lineage, *, is_dry_run: bool) -> Ending:
    found = service.unpublish_icat(is_dry_run=is_dry_run)
    shell.answer(found, lambda: _undo_lines(found))
    return Ending.FINE


def _tell(shell: Shell, change: Change) -> None:
    if shell.form == "text":
        before, after = (json.dumps(one, ensure_ascii=False) for one in (change.before, change.after))
        shell.out.line(cells(change.location, (change.what, "cyan"), f"{before} -> {after}"))
    elif shell.form == "jsonl":
        shell.out.jsonl(
            {"location": change.location, "what": change.what, "before": change.before, "after": change.after}
        )


def _lines(found: Published) -> Iterator[Text]:
    for what, count in found.counts.items():
        yield _line(what, str(count))
    if found.waiting_datasets:
        age = f", the oldest since {moment(found.waiting_since)}" if found.waiting_since else ""
        yield _line("datasets waiting", f"{found.waiting_datasets}{age}")
    for name, number in (
        ("jobs waiting", found.waiting_jobs),
        ("ids learned", found.found_ids),
        ("values kept", found.kept_values),
    ):
        if number:
            yield _line(name, str(number))
    for name in found.new_types:
        yield _line("missing type", name)
    for name, there in found.differing_types.items():
        yield cells(("another type".ljust(NAME_CHARS), "red"), name, there)
    for one in found.refused:
        yield cells(("refused".ljust(NAME_CHARS), "red"), one.location, one.what, one.reason)
    if found.refused_count > len(found.refused):
        yield _line("more refused", str(found.refused_count - len(found.refused)))
    yield _line("change", str(found.as_of))


def _undo_lines(found: Unpublished) -> Iterator[Text]:
    for what, count in found.counts.items():
        yield _line(f"{what} deleted", str(count))


def _line(name: str, value: str) -> Text:
    return cells((name.ljust(NAME_CHARS), "cyan"), value)
