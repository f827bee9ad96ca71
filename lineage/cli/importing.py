"""``import icat``: the graph from what ICAT already knows, in a dump of it or as it lives."""

# what speaks to ICAT, or reads YAML, is loaded where it is needed: no other command needs it
# ruff: noqa: PLC0415
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Protocol

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lineage.cli.endings import Ending
from lineage.cli.interrupts import interrupts
from lineage.cli.shell import Shell
from lineage.cli.tally import Tally
from lineage.importing.position import Kept, Position
from lineage.intake import Piece

if TYPE_CHECKING:
    from lineage.importing.messages import Made
    from lineage.importing.noticed import Noticed

NAMED_MAX = 5

DumpFile = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="Dump that icatdump of python-icat has written; without one the ICAT of LINEAGE_ICAT_URL is read.",
        show_default=False,
    ),
]
Restart = Annotated[bool, typer.Option("--restart", help="Begin anew, not where the last import from ICAT was ended.")]


class Source(Protocol):
    """Where objects of ICAT come from; `count` is the number of datasets."""

    noticed: "Noticed"
    count: int

    def made(self) -> Iterator["Made"]:
        """Yield the messages."""
        ...


def icat(shell: Shell, file: DumpFile = None, restart: Restart = False) -> Ending:
    """Bring datasets and Jobs of an ICAT into the graph, from a dump or over its REST interface.

    What breaks a rule of the graph is told of and kept with its reason (lineage rejected), and so is a dataset of
    whose inputs a Job and a parameter say two things; exit code 1 says that there was one. docs/icat.md tells what
    becomes what.

    Example: lineage import icat icatdump.xml
    """
    if file is not None:
        from lineage.importing.dumped import Dump

        return _take(shell, Dump(file), f"icatdump:{file}")
    from lineage.flat.icat.opened import opened
    from lineage.importing.living import Living

    settings = shell.settings
    with opened(settings) as client:
        kept = Kept(settings.data_dir, client.url, client.facility)
        if restart:
            kept.forget()
        begin = kept.read()
        if begin != Position():
            shell.note(f"going on after the {begin.stage} up to id {begin.after}; --restart begins anew")
        source = Living(client.query, client.facility_id, begin, kept.reached)
        ending = _take(shell, source, f"icat:{client.url}", kept)
    kept.forget()
    return ending


def _take(shell: Shell, source: Source, sender: str, kept: Kept | None = None) -> Ending:
    tally = Tally(shell)
    names: deque[str] = deque()

    def pieces() -> Iterator[Piece]:
        for made in source.made():
            names.append(made.name)
            if kept:
                kept.made()
            yield Piece(made.body, sender)

    try:
        with shell.service() as service, _bar(shell, source) as show, interrupts() as interrupted:
            for receipt in service.ingest(interrupted.between(pieces())):
                tally.take(names.popleft(), receipt)
                if kept:
                    kept.written()
                show(tally)
            interrupted.check()
    finally:
        ending = tally.sum_up()
    _tell(shell, source.noticed)
    return ending


def _tell(shell: Shell, noticed: "Noticed") -> None:
    for what, found in (
        ("have no output and leave no trace in the graph", noticed.without_output),
        ("have an empty input collection; a deletion in ICAT may have taken what was in it", noticed.emptied),
    ):
        if found:
            named = ", ".join(found[:NAMED_MAX]) + (", …" if len(found) > NAMED_MAX else "")
            shell.note(f"{len(found)} Job(s) {what}: {named}")


Show = Callable[[Tally], None]


@contextmanager
def _bar(shell: Shell, source: Source) -> Iterator[Show]:
    """Show how far it is, on a terminal."""
    if not shell.has_progress:
        yield lambda _tally: None
        return
    with Progress(
        TextColumn("import"),
        BarColumn(),
        TextColumn("{task.completed} of {task.total} datasets  {task.fields[rejected]} rejected"),
        TimeElapsedColumn(),
        console=shell.talk,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task("", total=source.count, rejected=0)
        yield lambda tally: bar.update(task, completed=tally.message_count, rejected=tally.counts["rejected"])
