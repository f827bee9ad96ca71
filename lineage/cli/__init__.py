"""The verbs of the service for a shell: data on standard output, talk on standard error, and a code at the end.

One file for each group of commands, one line for each command in ``COMMANDS``. What the commands share is
added in ``command``; how they end is in ``endings``.
"""

import logging
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from lineage import __version__
from lineage.cli import (
    around,
    broker,
    config,
    counts,
    desk,
    diff,
    dump,
    engine,
    export,
    flat,
    importing,
    ingest,
    journal,
    listen,
    lists,
    load,
    production,
    publish,
    rebuild,
    reconcile,
    relations,
    report,
    retirement,
    rules,
    schema,
    search,
    serve,
    show,
    status,
    tree,
    walks,
)
from lineage.cli.command import command
from lineage.cli.endings import Ending

COMMANDS: dict[str, tuple[Callable[..., Ending], ...]] = {
    "Service": (engine.up, engine.down, status.status, schema.migrate, serve.serve),
    "Messages": (ingest.ingest, listen.listen, desk.rejected, desk.replay),
    "Questions": (
        show.show,
        walks.ancestors,
        walks.descendants,
        walks.path,
        tree.tree,
        around.neighbourhood,
        relations.common,
        relations.roots,
        relations.products,
        diff.diff,
        production.produced,
        production.impact,
        search.search,
        lists.datasets,
        lists.jobs,
        lists.applications,
        lists.expected,
    ),
    "Changes by hand": (retirement.retire, retirement.restore),
    "The whole": (counts.stats, counts.audit, counts.fingerprint, rules.rules),
    "Moving": (report.report, export.export, flat.flat, dump.dump, load.load, rebuild.rebuild),
}
GROUPS: dict[str, tuple[str, str, tuple[Callable[..., Ending], ...]]] = {
    "broker": (
        "Service",
        "Run a message broker of our own, to try things out without one.",
        (broker.start, broker.stop, broker.status),
    ),
    "config": ("Service", "Show the settings and where they come from.", (config.show, config.path)),
    "reconcile": ("Moving", "Compare another catalogue with the graph.", (reconcile.icat,)),
    "import": ("Moving", "Fill the graph from another catalogue.", (importing.icat,)),
    "journal": (
        "Moving",
        "Look into the journal of everything that came in, check it, make it smaller.",
        (journal.listing, journal.verify, journal.show, journal.compact),
    ),
    "publish": ("Moving", "Tell a catalogue what the graph knows.", (publish.icat,)),
}
"""Commands of two words, with their panel in the help."""

IS_RICH = sys.stdout is not None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
"""Help with boxes and colours; everywhere else it is plain text."""

app = typer.Typer(
    name="lineage",
    no_args_is_help=True,
    rich_markup_mode="rich" if IS_RICH else None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"lineage {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", help="Print the version and end.", callback=_tell_version, is_eager=True, show_default=False
    ),
]


@app.callback()
def lineage(version: Version = False) -> None:
    """Which data came from which: datasets, jobs and applications of a synchrotron as a graph.

    Answers go to standard output, as text, --json or --jsonl; notes and errors go to standard error. A dataset
    is named by its id or by its location, and - reads names from standard input. Settings come from LINEAGE_*
    and lineage.toml.

    Example: lineage ingest messages/ && lineage tree /data/visitor/hg1/id00/reconstruction
    """


for panel, functions in COMMANDS.items():
    for function in functions:
        app.command(rich_help_panel=panel)(command(function))
for name, (panel, words, functions) in GROUPS.items():
    group = typer.Typer(name=name, help=words, no_args_is_help=True, rich_markup_mode="rich" if IS_RICH else None)
    for function in functions:
        group.command("list" if function is journal.listing else None)(command(function))
    app.add_typer(group, rich_help_panel=panel)
# without a handler the driver's warnings would go to standard error, beside the one sentence that tells the same
logging.getLogger("neo4j").addHandler(logging.NullHandler())


def main() -> None:
    """Run the command line; the console entry point."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    app()


def _open_closed_streams() -> None:
    """Give a process that was started with closed streams streams that go nowhere; Python has None there."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")
