"""Which version of a dataset a run wrote and read, where several runs of a document write one or a run its own input.

In the graph a dataset has one producer and nothing is derived from itself, so a dataset that runs write again and again
becomes a version for each::

    the last of its writers      the name as it is: the state that everybody reads from now on
    each earlier writer          NAME#run=ID
    read before any of them      NAME#before

A run reads the last version that was whole when it began, where times tell; else all versions that other runs wrote.
Runs on a cycle of names read from one another only what was whole before they began, so no cycle is left.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Use:
    """What one run of a document read and wrote; times are empty where they are not known."""

    id: str
    inputs: frozenset[str]
    outputs: frozenset[str]
    start_time: str = ""
    end_time: str = ""


def versions(uses: Sequence[Use]) -> list[tuple[set[str], dict[str, str]]]:
    """Return for each run the locations it read, and for each of its outputs the location of its version."""
    writers = _writers(uses)
    group = groups({use.id: {other.id for name in use.inputs for other in writers.get(name, ())} for use in uses})
    return [
        (
            {location for name in use.inputs for location in _read(use, name, writers.get(name, []), group)},
            {name: _version(name, use, writers[name]) for name in use.outputs},
        )
        for use in uses
    ]


def _writers(uses: Iterable[Use]) -> dict[str, list[Use]]:
    """Return who wrote each dataset, the last one at the end."""
    found: dict[str, list[Use]] = {}
    for use in sorted(uses, key=lambda use: (use.end_time, use.start_time, use.id)):
        for name in use.outputs:
            found.setdefault(name, []).append(use)
    return found


def _version(name: str, writer: Use, writers: Sequence[Use]) -> str:
    return name if writer is writers[-1] else f"{name}#run={quote(writer.id, safe='')}"


def _read(reader: Use, name: str, writers: Sequence[Use], group: Mapping[str, int]) -> list[str]:
    if not writers:
        return [name]
    others = [use for use in writers if use.id != reader.id]
    before = [use for use in others if use.end_time and use.end_time <= reader.start_time]
    safe = [
        use for use in others if group[use.id] != group[reader.id] or (use in before and use.end_time < reader.end_time)
    ]
    timely = [use for use in safe if use in before]
    chosen = timely[-1:] or safe
    return [_version(name, use, writers) for use in chosen] or [f"{name}#before"]


def groups(after: Mapping[Node, Iterable[Node]]) -> dict[Node, int]:
    """Return a number for each node, the same for nodes that lie on a common cycle; the stack is ours."""
    order: list[Node] = []
    seen: set[Node] = set()
    for start in after:
        stack = [(start, iter(after[start]))] if start not in seen else []
        seen.add(start)
        while stack:
            node, rest = stack[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                order.append(stack.pop()[0])
            else:
                seen.add(following)
                stack.append((following, iter(after[following])))
    before: dict[Node, list[Node]] = {node: [] for node in after}
    for node, others in after.items():
        for other in others:
            before[other].append(node)
    found: dict[Node, int] = {}
    for number, start in enumerate(reversed(order)):
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = number
                waiting += before[node]
    return found
