"""``ancestors``, ``descendants`` and ``path``: walks along the data, as lists of datasets and jobs."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.lists import KIND_CHARS, STATE_CHARS
from lineage.cli.names import names_from
from lineage.cli.options import Limit, Names, Steps
from lineage.cli.paging import answer_pages, pages
from lineage.cli.shell import Shell
from lineage.cli.verbs import Verbs
from lineage.cli.wording import Cell, cells, program, state_cell, status_cell
from lineage.model.answers import Direction, Trace, TraceNode

PAGE_NODES = 10_000
"""Every page of a walk walks it again, so pages are large."""

STEPS_CHARS = 4

From = Annotated[
    str, typer.Argument(metavar="FROM", help="A dataset, by id or by location; - reads it.", show_default=False)
]
To = Annotated[
    str, typer.Argument(metavar="TO", help="Another dataset, by id or by location; - reads it.", show_default=False)
]


def ancestors(shell: Shell, names: Names, steps: Steps = None, limit: Limit = None) -> Ending:
    """List what a dataset was derived from, nearest first.

    On a line: id, steps, dataset with kind, state and location, or job with status, key and application.
    --jsonl prints one object a node.

    Example: lineage ancestors /data/visitor/hg1/id00/reconstruction

    Example: lineage ancestors --jsonl 371eaf24-3e19-5ace-9a2d-6d268230da31 | grep '"raw"'
    """
    return _walk(shell, "ancestors", names, steps, limit)


def descendants(shell: Shell, names: Names, steps: Steps = None, limit: Limit = None) -> Ending:
    """List what was derived from a dataset, nearest first.

    Lines and objects are those of lineage ancestors.

    Example: lineage descendants --steps 1 /data/visitor/hg1/id00/scan_0001
    """
    return _walk(shell, "descendants", names, steps, limit)


def _walk(shell: Shell, direction: Direction, names: list[str], steps: int | None, limit: int | None) -> Ending:
    ending = Ending.FINE
    with shell.service() as service:
        for name in names_from(names):
            if limit is None and shell.form != "json":
                _stream(shell, service, direction, name, steps)
            else:
                ending = max(ending, _page(shell, service, direction, name, steps=steps, limit=limit))
    return ending


def _stream(shell: Shell, service: Verbs, direction: Direction, name: str, steps: int | None) -> None:
    """Print all of a walk as it comes, in flat memory."""
    stream = service.ancestors_stream if direction == "ancestors" else service.descendants_stream
    start = service.dataset(name).location if shell.form == "jsonl" else ""
    is_empty = True
    for node in stream(name, steps=steps):
        is_empty = False
        if shell.form == "jsonl":
            shell.out.jsonl(_entry(node, start))
        else:
            shell.out.line(node_line(node))
    if is_empty:
        shell.note("there are none")


def _page(
    shell: Shell, service: Verbs, direction: Direction, name: str, *, steps: int | None, limit: int | None
) -> Ending:
    ask = service.ancestors if direction == "ancestors" else service.descendants
    found = pages(lambda cursor, count: ask(name, steps=steps, cursor=cursor, limit=count), limit, PAGE_NODES)
    last: list[Trace] = []
    ending = answer_pages(
        shell, _watched(shell, found, last), node_line, lambda node, page: _entry(node, page.start.location)
    )
    return Ending.PARTIAL if last[-1].reached_steps is not None else ending


def _watched(shell: Shell, found: Iterator[Trace], seen: list[Trace]) -> Iterator[Trace]:
    """Pass pages through, and say so when the graph was changed between two of them, or the time was up.

    `seen` holds the last page.
    """
    change = None
    for page in found:
        if change not in {None, page.as_of}:
            shell.note(f"the graph was changed while it was read (change {change} to {page.as_of}); ask again")
        change = page.as_of
        if page.reached_steps is not None:
            shell.note(f"the time limit ended the walk after {page.reached_steps} steps; --steps asks for so many")
        seen[:] = [page]
        yield page


def _entry(node: TraceNode, start: str) -> object:
    return {"start": start, **node_entry(node)}


def node_entry(node: TraceNode) -> dict[str, object]:
    """Return what --jsonl prints of a node: only the members that this kind of node has."""
    return node.model_dump(exclude_none=True)


def node_line(node: TraceNode) -> Text:
    """Return a node of a walk as a line."""
    return cells((node.id, "dim"), str(node.steps).rjust(STEPS_CHARS), node.node.ljust(7), *_facts(node))


def _facts(node: TraceNode) -> Iterator[Cell]:
    if node.node == "dataset":
        yield from (str(node.kind).ljust(KIND_CHARS), state_cell(str(node.state), STATE_CHARS), str(node.location))
    else:
        status = status_cell(str(node.status), KIND_CHARS + STATE_CHARS + 2)
        yield from (status, str(node.key), (program(node.application, node.version), "cyan"))


def path(shell: Shell, from_name: From, to_name: To) -> Ending:
    """Show the shortest way of the data between two datasets.

    It does not matter which of them comes first.
    Exit code 1 when neither was derived from the other. --jsonl prints one object a node.

    Example: lineage path /data/visitor/hg1/id00/scan_0001 /data/visitor/hg1/id00/reconstruction
    """
    names = list(names_from([from_name, to_name]))
    if len(names) != 2:  # noqa: PLR2004
        raise typer.BadParameter(f"two datasets are needed, and {len(names)} were given.")
    with shell.service() as service:
        found = service.path(*names)
    if shell.form == "jsonl":
        for node in found.nodes:
            shell.out.jsonl(node_entry(node))
    else:
        shell.answer(found, lambda: map(node_line, found.nodes))
    if found.steps is None:
        shell.note("neither of the two was derived from the other")
        return Ending.FINDING
    return Ending.FINE
