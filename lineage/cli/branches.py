"""A graph drawn as a tree of lines.

What a dataset was derived from stands below it. A single one stays in the same column, so that a chain of a
thousand steps is a straight line; where there are several, each gets a branch of its own::

    ● reconstruction
    ├─● aligned           reconstruction was derived from aligned and from mask
    │ ● scan_0001         aligned was derived from scan_0001
    └─● mask

A dataset that is met again is not followed again. The stack is ours, so depth costs no recursion.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from lineage.cli.wording import STATE_STYLES, cells, program, visible
from lineage.model.answers import Direction, TraceGraph, TraceNode


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs a tree is drawn with."""

    dot: str
    bar: str
    branch: str
    last: str
    gap: str
    again: str


UNICODE = Signs("● ", "│ ", "├─", "└─", "  ", "↑ shown above")
ASCII = Signs("* ", "| ", "|-", "`-", "  ", "^ shown above")


@dataclass(frozen=True, slots=True)
class Tree:
    """Datasets with what stands below each, and the job that made each."""

    start: str
    datasets: dict[str, TraceNode]
    below: dict[str, list[str]]
    producers: dict[str, TraceNode]


def tree_of(graph: TraceGraph, direction: Direction) -> Tree:
    """Arrange a graph below the dataset it was asked for, which is the one at no distance."""
    nodes = {node.id: node for node in graph.nodes}
    datasets = {id: node for id, node in nodes.items() if node.node == "dataset"}
    producers = {target: nodes[source] for type_, source, target in graph.edges if type_ == "OUTPUT"}
    below: dict[str, set[str]] = {}
    for reader, source in _derivations(graph, producers):
        near, far = (reader, source) if direction == "ancestors" else (source, reader)
        below.setdefault(near, set()).add(far)
    ordered = {id: sorted(found, key=lambda far: datasets[far].location or "") for id, found in below.items()}
    start = next(node.id for node in graph.nodes if node.steps == 0)
    return Tree(start, datasets, ordered, producers)


def _derivations(graph: TraceGraph, producers: dict[str, TraceNode]) -> Iterator[tuple[str, str]]:
    """Yield what was derived from what, job by job: output and input."""
    outputs: dict[str, list[str]] = {}
    for output, job in producers.items():
        outputs.setdefault(job.id, []).append(output)
    for type_, source, target in graph.edges:
        if type_ == "INPUT":
            for output in outputs.get(target, ()):
                yield output, source


def branch_lines(tree: Tree, signs: Signs, columns: int | None) -> Iterator[Text]:
    """Yield the lines of a tree; a location that does not fit into `columns` gets a line of its own."""
    seen: set[str] = set()
    waiting = [(tree.start, "", "")]
    while waiting:
        id, lead, rest = waiting.pop()
        if id in seen:
            yield _joined(lead, signs.dot, _head(tree, id), cells(signs.again))
            continue
        seen.add(id)
        below = tree.below.get(id, [])
        yield from _entry(tree, id, (lead, rest + (signs.bar if below else signs.gap)), signs, columns)
        waiting += reversed(list(_placed(below, rest, signs)))


def _placed(below: list[str], rest: str, signs: Signs) -> Iterator[tuple[str, str, str]]:
    if len(below) == 1:
        yield below[0], rest, rest
        return
    for number, id in enumerate(below, 1):
        is_last = number == len(below)
        yield id, rest + (signs.last if is_last else signs.branch), rest + (signs.gap if is_last else signs.bar)


def _entry(
    tree: Tree,
    id: str,
    leads: tuple[str, str],
    signs: Signs,
    columns: int | None,
) -> Iterator[Text]:
    head, location = _head(tree, id), cells((tree.datasets[id].location or "", "dim"))
    line = _joined(leads[0], signs.dot, head, location)
    if columns is None or line.cell_len <= columns:
        yield line
    else:
        yield _joined(leads[0], signs.dot, head)
        yield Text(leads[1]) + location


def _joined(lead: str, dot: str, head: Text, *parts: Text) -> Text:
    return Text("  ").join([Text(f"{lead}{dot}") + head, *parts])


def _head(tree: Tree, id: str) -> Text:
    """Return what a dataset is, and by what it was made."""
    dataset, job = tree.datasets[id], tree.producers.get(id)
    kind = (f"{dataset.kind} {dataset.state}", STATE_STYLES.get(str(dataset.state), ""))
    return cells((dataset.name or "(not announced)", "bold"), kind, (_producer(job), "cyan") if job else "")


def _producer(job: TraceNode) -> str:
    name = program(job.application, job.version) or ("" if str(job.key).startswith("job-of:") else str(job.key))
    return visible(f"by {name or 'an unnamed application'}") + (f" ({job.status})" if job.status in BAD_ENDS else "")


BAD_ENDS = ("failed", "aborted")
