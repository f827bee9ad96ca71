"""``common``, ``roots`` and ``products``: what datasets have in common, and where one goes back to and ends."""

from collections.abc import Callable
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.lists import KIND_CHARS, STATE_CHARS
from lineage.cli.names import names_from
from lineage.cli.options import Limit, Names, Steps
from lineage.cli.paging import answer_pages, pages
from lineage.cli.shell import Shell
from lineage.cli.walks import PAGE_NODES, STEPS_CHARS, node_entry, node_line
from lineage.cli.wording import cells, state_cell
from lineage.model.answers import Direction, Ends, ReachedDataset

Several = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|LOCATION",
        help="Datasets, 2 to 20, by id or by location; - reads them from standard input.",
        show_default=False,
    ),
]
Down = Annotated[
    bool,
    typer.Option("--down", help="List what comes from all of them, not what all come from.", show_default=False),
]


def common(shell: Shell, names: Several, down: Down = False, steps: Steps = None, limit: Limit = None) -> Ending:
    """List what several datasets all come from, nearest first.

    Lines are those of lineage ancestors; the steps are those from the dataset that is furthest away. A dataset that
    the others come from is in common too. --jsonl prints one object a node, with its steps from each dataset.

    Example: lineage common /data/visitor/hg1/id00/reconstruction /data/visitor/hg1/id00/segmentation
    """
    direction: Direction = "descendants" if down else "ancestors"
    starts = list(names_from(names))
    with shell.service() as service:
        found = pages(
            lambda cursor, count: service.common(starts, direction, steps=steps, cursor=cursor, limit=count),
            limit,
            PAGE_NODES,
        )
        return answer_pages(shell, found, node_line, lambda node, _: node_entry(node))


def roots(shell: Shell, names: Names, limit: Limit = None) -> Ending:
    """List where a dataset goes back to: its ancestors that nothing produced.

    They are raw, or expected. A dataset that nothing produced is its own root, with no steps.
    On a line: id, steps, kind, state, location.

    Example: lineage roots /data/visitor/hg1/id00/reconstruction
    """
    with shell.service() as service:
        return _ends(shell, service.roots, names, limit)


def products(shell: Shell, names: Names, limit: Limit = None) -> Ending:
    """List what a dataset ended in: its descendants that nothing read.

    A dataset that nothing read is its own product, with no steps. Lines are those of lineage roots.

    Example: lineage products /data/visitor/hg1/id00/scan_0001
    """
    with shell.service() as service:
        return _ends(shell, service.products, names, limit)


def _ends(shell: Shell, ask: Callable[..., Ends], names: list[str], limit: int | None) -> Ending:
    ending = Ending.FINE
    for name in names_from(names):
        found = pages(lambda cursor, count, name=name: ask(name, cursor=cursor, limit=count), limit, PAGE_NODES)  # type: ignore[misc]
        ending = max(ending, answer_pages(shell, found, reached_line, _entry))
    return ending


def _entry(item: ReachedDataset, page: Ends) -> object:
    return {"start": page.start.location, **item.model_dump()}


def reached_line(item: ReachedDataset) -> Text:
    """Return a dataset that a walk has reached as a line."""
    return cells(
        (item.id, "dim"),
        str(item.steps).rjust(STEPS_CHARS),
        item.kind.ljust(KIND_CHARS),
        state_cell(item.state, STATE_CHARS),
        item.location,
    )
