"""``rebuild``: the graph from the journal."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.fetching import FetchBar
from lineage.cli.shell import Shell
from lineage.cli.stages import Stages
from lineage.cli.wording import cells
from lineage.model.answers import Rebuilt
from lineage.service.rebuild import rebuild as rebuild_graph

Onto = Annotated[
    bool,
    typer.Option(
        "--onto", help="Into the graph that is there, such as one that a dump was loaded into.", show_default=False
    ),
]
Since = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Only what came after this change, which lineage load has told of a dump; implies --onto.",
        show_default=False,
    ),
]


def rebuild(shell: Shell, onto: Onto = False, since: Since = None) -> Ending:
    """Build the graph again from the journal.

    Everything that came in goes into an empty graph in the order in which it was committed, so that the same messages
    are refused again. The same command goes on where an ended one was. Exit code 1 when something was damaged, or was
    accepted before and is refused now; 4 when there is a graph already, or somebody writes to the journal.

    Example: lineage rebuild
    """
    settings = shell.own_settings()
    shell.announce_start(settings)
    with (
        FetchBar(shell.talk, shell.note, is_shown=shell.has_progress) as fetching,
        Stages(shell.talk, shell.note, is_shown=shell.has_progress) as stages,
    ):
        found = rebuild_graph(settings, stages, fetching, is_onto=onto, since=since)
    shell.answer(found, lambda: _lines(found))
    return Ending.FINDING if found.damages or found.otherwise else Ending.FINE


def _lines(found: Rebuilt) -> Iterator[Text]:
    for name, count in (
        ("messages", found.messages),
        ("refused", found.refused),
        ("retired, restored", found.marks),
        ("in no graph before", found.waiting),
        ("otherwise", found.otherwise),
        ("damaged places", len(found.damages)),
        ("change", found.as_of),
    ):
        yield cells(name.ljust(len("in no graph before")), str(count))
    for damage in found.damages:
        yield cells((f"{damage.file}, byte {damage.offset}:", "red"), damage.reason)
