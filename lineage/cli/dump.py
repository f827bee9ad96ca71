"""``dump``: the whole graph as one file."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import STDIN
from lineage.cli.shell import Shell
from lineage.cli.stages import Stages
from lineage.cli.wording import cells
from lineage.model.answers import Dumped
from lineage.service.dump import dump as write_dump

DumpFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-",
        help="Where to write it; a name that ends with .gz is compressed, - is standard output.",
        show_default=False,
    ),
]
Hold = Annotated[
    bool,
    typer.Option("--hold", help="Let writers wait meanwhile, so that nothing changes under it.", show_default=False),
]


def dump(shell: Shell, file: DumpFile = STDIN, hold: Hold = False) -> Ending:
    """Write the whole graph, with its history and the desk, as JSON Lines.

    docs/dump.md describes the lines. A graph that changed meanwhile is told of, and ends with exit code 6: such a
    dump cannot be loaded; --hold lets writers wait, so that it cannot happen. Reading is open all the while.

    Example: lineage dump --hold graph.jsonl.gz
    """
    with shell.own_service() as service, Stages(shell.talk, shell.note, is_shown=shell.has_progress) as stages:
        found = write_dump(service.database, file, stages, is_held=hold)
    if file != STDIN:
        shell.answer(found, lambda: _lines(found))
    if found.changed_to != found.as_of:
        shell.complain(
            f"the graph went from change {found.as_of} to {found.changed_to} while it was written; "
            "this dump cannot be loaded, write it with --hold"
        )
        return Ending.PARTIAL
    shell.note(f"the graph as of change {found.as_of}")
    return Ending.FINE


def _lines(found: Dumped) -> Iterator[Text]:
    for name, count in found.counts.items():
        yield cells(name.ljust(15), str(count))
