"""``tree``: the graph above or below a dataset, drawn with lines."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.branches import ASCII, UNICODE, branch_lines, tree_of
from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.options import Names, Steps
from lineage.cli.shell import Shell
from lineage.cli.walks import node_entry
from lineage.model.answers import Direction, TraceGraph

NODES_MAX = 10_000

Down = Annotated[
    bool,
    typer.Option("--down", help="Draw what was derived from it, not what it was derived from.", show_default=False),
]
NodesMax = Annotated[
    int,
    typer.Option(
        min=1,
        help="Draw at most so many datasets and jobs, the nearest, such as --limit 100; a tree that is cut ends "
        "with exit code 6.",
    ),
]


def tree(shell: Shell, names: Names, down: Down = False, steps: Steps = None, limit: NodesMax = NODES_MAX) -> Ending:
    """Draw what a dataset was derived from, like git log --graph.

    Each dataset stands above what it was derived from, with kind, state, application and location. One that is
    met again is shown once.
    --json prints nodes and edges, --jsonl one object a node.

    Example: lineage tree /data/visitor/hg1/id00/reconstruction

    Example: lineage tree --down --steps 2 /data/visitor/hg1/id00/scan_0001
    """
    direction: Direction = "descendants" if down else "ancestors"
    ending = Ending.FINE
    with shell.service() as service:
        for name in names_from(names):
            graph = service.graph(name, direction, steps=steps, limit=limit)
            _print(shell, graph, direction)
            if graph.is_truncated:
                shell.note(f"the nearest {len(graph.nodes)} of {graph.count} nodes shown, the rest left out by --limit")
                ending = Ending.PARTIAL
    return ending


def _print(shell: Shell, graph: TraceGraph, direction: Direction) -> None:
    if shell.form == "jsonl":
        for node in graph.nodes:
            shell.out.jsonl(node_entry(node))
    else:
        shell.answer(graph, lambda: _lines(shell, graph, direction))


def _lines(shell: Shell, graph: TraceGraph, direction: Direction) -> Iterable[Text]:
    signs = UNICODE if shell.out.is_unicode else ASCII
    return branch_lines(tree_of(graph, direction), signs, shell.out.columns)
