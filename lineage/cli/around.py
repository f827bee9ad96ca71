"""``neighbourhood``: what lies around a dataset, like siblings as one line."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.lists import KIND_CHARS, STATE_CHARS
from lineage.cli.names import names_from
from lineage.cli.options import Names
from lineage.cli.shell import Shell
from lineage.cli.walks import STEPS_CHARS
from lineage.cli.wording import cells, program, state_cell, status_cell
from lineage.model.answers import Group, Neighbour, Neighbourhood

SIDE_CHARS = 4

Up = Annotated[int, typer.Option("--up", min=0, help="Processing steps against the way of the data, such as --up 3.")]
Downwards = Annotated[
    int, typer.Option("--down", min=0, help="Processing steps along the way of the data, such as --down 0.")
]
NodesMax = Annotated[
    int, typer.Option("--limit", min=1, help="Show at most so many nodes and groups, the nearest, such as --limit 50.")
]
Ungrouped = Annotated[
    bool, typer.Option("--no-groups", help="Show like siblings one by one, not as one line.", show_default=False)
]


def neighbourhood(
    shell: Shell,
    names: Names,
    *,
    up: Up = 1,
    down: Downwards = 1,
    limit: NodesMax = 300,
    ungrouped: Ungrouped = False,
) -> Ending:
    """Show what lies around a dataset, up and down.

    More than five like siblings, by one application and joined to the same nodes, are one line with their count.
    On a line: side, steps, what it is, how many neighbours of it are hidden. --jsonl prints one object a node or group.

    Example: lineage neighbourhood --up 3 --down 0 /data/visitor/hg1/id00/reconstruction
    """
    ending = Ending.FINE
    with shell.service() as service:
        for name in names_from(names):
            found = service.neighbourhood(name, up=up, down=down, nodes_max=limit, is_grouped=not ungrouped)
            _print(shell, found)
            if found.is_truncated:
                shell.note(f"{found.reason}; --limit, --up and --down choose what is shown")
                ending = Ending.PARTIAL
    return ending


def _print(shell: Shell, found: Neighbourhood) -> None:
    if shell.form == "jsonl":
        for item in _nearest_first(found):
            shell.out.jsonl(item.model_dump(exclude_none=True))
    else:
        shell.answer(found, lambda: _lines(found))


def _nearest_first(found: Neighbourhood) -> Iterable[Neighbour | Group]:
    """Return nodes and groups from the far end of the way up, over the middle, to the far end of the way down."""
    place = {"up": -1, "root": 0, "down": 1}
    return sorted([*found.nodes, *found.groups], key=lambda item: _place(item, place[item.side]))


def _place(item: Neighbour | Group, side: int) -> tuple[int, bool]:
    is_dataset = item.node == "dataset"
    return side * item.steps, is_dataset if side > 0 else not is_dataset


def _lines(found: Neighbourhood) -> Iterator[Text]:
    hidden: dict[str, list[str]] = {}
    for place in found.frontier:
        hidden.setdefault(place.node, []).append(f"+{place.hidden} {place.side}")
    for item in _nearest_first(found):
        more = (", ".join(hidden.get(item.id, ())), "dim")
        line = _group_line(item) if isinstance(item, Group) else _node_line(item)
        yield Text("  ").join([line, cells(more)]) if more[0] else line


def _node_line(node: Neighbour) -> Text:
    head = (node.side.ljust(SIDE_CHARS), str(node.steps).rjust(STEPS_CHARS), node.node.ljust(7))
    by = (program(node.application, node.version), "cyan")
    if node.node == "job":
        return cells(*head, status_cell(str(node.status), KIND_CHARS + STATE_CHARS + 2), str(node.key), by)
    state = state_cell(str(node.state), STATE_CHARS)
    return cells(*head, str(node.kind).ljust(KIND_CHARS), state, str(node.location), by)


def _group_line(group: Group) -> Text:
    states = ", ".join(f"{count} {state}" for state, count in sorted(group.states.items()))
    by = program(group.application, group.version)
    what = " ".join(word for word in (group.kind, f"{group.node}s", f"by {by}" if by else "") if word)
    return cells(
        group.side.ljust(SIDE_CHARS), str(group.steps).rjust(STEPS_CHARS), (f"{group.count} x {what}", "bold"), states
    )
