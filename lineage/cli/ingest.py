"""``ingest``: messages from files, folders and pipes into the graph."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lineage.cli.endings import Ending
from lineage.cli.forecast import forecast
from lineage.cli.intake import Intake, files_in
from lineage.cli.interrupts import interrupts
from lineage.cli.names import STDIN
from lineage.cli.options import DryRun
from lineage.cli.shell import Shell
from lineage.cli.tally import Fate, Tally
from lineage.ingest import Context
from lineage.intake import Piece

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|DIR|-",
        help="Files of any suffix; folders, whose .xml, .json and .jsonl files are taken at any depth in name order; "
        "- reads standard input: JSON Lines or one document.",
        show_default=False,
    ),
]

Write = Callable[[Iterator[Piece]], Iterator[Fate]]


def ingest(shell: Shell, files: Files, dry_run: DryRun = False) -> Ending:
    """Write messages from files, folders and pipes into the graph.

    Folders of BLISS (__icat__) are such folders.
    A rejected message is told of on standard error, kept with its reason (lineage rejected), and spoils no other;
    exit code 1 says that there was one, or a file that could not be read. --jsonl prints a receipt for each
    message, --json the summary. --dry-run needs no database and finds what the formats refuse.

    Example: lineage ingest /data/visitor/hg1/id00/__icat__

    Example: cat messages.jsonl | lineage ingest --jsonl -
    """
    settings = shell.settings
    if dry_run:
        context = Context.of(settings)

        def foretell(pieces: Iterator[Piece]) -> Iterator[Fate]:
            return (forecast(piece, context, settings.message_bytes_max) for piece in pieces)

        return _take(shell, files, foretell, is_forecast=True)
    with shell.service() as service:
        return _take(shell, files, service.ingest)


def _take(shell: Shell, names: list[str], write: Write, *, is_forecast: bool = False) -> Ending:
    tally = Tally(shell)
    intake = Intake(names, shell.settings.message_bytes_max, tally.take_unreadable)
    try:
        with _bar(shell, names) as show, interrupts() as interrupted:
            for fate in write(interrupted.between(intake.pieces())):
                tally.take(intake.next_label(), fate)
                show(intake, tally)
            interrupted.check()
    except BaseException:
        tally.sum_up(is_forecast=is_forecast)
        raise
    return tally.sum_up(is_forecast=is_forecast)


Show = Callable[[Intake, Tally], None]


@contextmanager
def _bar(shell: Shell, names: list[str]) -> Iterator[Show]:
    """Show how far it is, on a terminal; the files are counted before, which only looks at folders."""
    if not shell.has_progress:
        yield lambda _intake, _tally: None
        return
    count = 0 if STDIN in names else sum(1 for _ in files_in(names, lambda _path, _error: None))
    columns = "{task.fields[files]} files  {task.fields[messages]} messages  {task.fields[rejected]} rejected"
    with Progress(
        TextColumn("ingest"),
        BarColumn(),
        TextColumn(columns),
        TimeElapsedColumn(),
        console=shell.talk,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task("", total=count if count > 1 else None, files=0, messages=0, rejected=0)

        def show(intake: Intake, tally: Tally) -> None:
            of_all = f"{intake.files_read}/{count}" if count else str(intake.files_read)
            bar.update(
                task,
                completed=intake.files_read,
                files=of_all,
                messages=tally.message_count,
                rejected=tally.counts["rejected"],
            )

        yield show
