"""``load``: a whole graph from a dump, through the importer of the embedded engine."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.fetching import FetchBar
from lineage.cli.shell import Shell
from lineage.cli.stages import Stages
from lineage.cli.wording import cells
from lineage.errors import DumpRefused
from lineage.model.answers import Loaded
from lineage.service.load import load as load_dump

DumpFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE|-",
        help="Dump as docs/dump.md describes it; .gz is decompressed, - reads standard input.",
        show_default=False,
    ),
]


def load(shell: Shell, file: DumpFile) -> Ending:
    """Load a dump into the empty store of the embedded engine.

    For the first load of a facility, and for moving to another version. The dump is checked whole before; what
    breaks a rule is told with its line, and nothing is loaded then. The same command goes on where an ended one was.
    Exit code 1 when rules are broken, 4 when there is a graph already.

    Example: lineage load facility.jsonl.gz
    """
    with (
        FetchBar(shell.talk, shell.note, is_shown=shell.has_progress) as fetching,
        Stages(shell.talk, shell.note, is_shown=shell.has_progress) as stages,
    ):
        try:
            found = load_dump(shell.settings, file, stages, shell.note, fetching)
        except DumpRefused as error:
            for sentence in error.facts["problems"]:
                shell.tell(sentence)
            if error.facts["count"] > len(error.facts["problems"]):
                shell.note(f"{len(error.facts['problems'])} shown, {error.facts['count']} in all")
            raise
    shell.answer(found, lambda: _lines(found))
    return Ending.FINE if found.audit.is_clean else Ending.FINDING


def _lines(found: Loaded) -> Iterator[Text]:
    for name in ("datasets", "expected", "jobs", "edges", "versions", "rejected"):
        yield cells(name.ljust(10), str(getattr(found, name)))
    yield cells("change".ljust(10), str(found.as_of))
    yield cells("seconds".ljust(10), ", ".join(f"{stage} {took:g}" for stage, took in found.seconds.items()))
    yield cells("proved".ljust(10), ", ".join(found.proved_before))
    broken = [f"{finding.rule} ({finding.count})" for finding in found.audit.findings if finding.count]
    yield cells("audit".ljust(10), ("broken: " + ", ".join(broken), "red") if broken else ("clean", "green"))
