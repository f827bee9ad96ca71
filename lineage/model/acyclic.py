"""Which nodes of a graph lie on a cycle: Kahn's algorithm on flat arrays, for graphs of tens of millions of edges."""

from array import array
from itertools import accumulate


def on_cycles(nodes_count: int, sources: "array[int]", targets: "array[int]") -> list[int]:
    """Return the nodes that lie on a cycle, or on a way from one cycle to another, in ascending order.

    Nodes are the integers below `nodes_count`; edge `n` goes from ``sources[n]`` to ``targets[n]`` and may stand
    there several times. Nothing is returned for a graph without cycles, and something for any other. Takes time in
    proportion to nodes and edges, and some 30 bytes for each of either.
    """
    left = bytearray(b"\x01") * nodes_count
    _peel(left, sources, targets)
    _peel(left, targets, sources)
    return [node for node, is_left in enumerate(left) if is_left]


def _peel(left: bytearray, sources: "array[int]", targets: "array[int]") -> None:
    """Take out of `left`, again and again, the nodes that no edge from a node still in it enters."""
    if not any(left):
        return
    entering = array("l", bytes(array("l").itemsize * len(left)))
    leaving = array("l", bytes(array("l").itemsize * (len(left) + 1)))
    for source, target in zip(sources, targets, strict=True):
        if left[source] and left[target]:
            entering[target] += 1
            leaving[source] += 1
    # the targets of node n stand in `following` from first[n] up to first[n + 1]
    first = array("l", accumulate(leaving, initial=0))
    following = array("l", bytes(array("l").itemsize * first[-1]))
    for source, target in zip(sources, targets, strict=True):
        if left[source] and left[target]:
            leaving[source] -= 1
            following[first[source] + leaving[source]] = target
    free = array("l", (node for node, is_left in enumerate(left) if is_left and not entering[node]))
    while free:
        node = free.pop()
        left[node] = 0
        for place in range(first[node], first[node + 1]):
            target = following[place]
            entering[target] -= 1
            if not entering[target]:
                free.append(target)
