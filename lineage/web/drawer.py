"""Gives the nodes and edges of graphs their places: a process of its own, run as a script, a line in and a line out.

It sees sizes and numbers of nodes, no name of anything. It may be ended at any moment; nothing is lost with it.
"""

import json
import resource
import signal
import sys
from typing import Any

from pygraphviz import AGraph

MEMORY_BYTES_MAX = 2 * 2**30
POINTS = 72
"""Points of an inch; a point is a pixel of ours."""


def main() -> None:
    """Answer lines until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the server stops us by closing our input
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    for line in sys.stdin:
        print(json.dumps(drawn(**json.loads(line))), flush=True)  # noqa: T201


def drawn(sizes: list[tuple[float, float]], edges: list[tuple[int, int]]) -> dict[str, Any]:
    """Return width and height of a drawing from left to right, the middle of each node, the Bézier points of edges."""
    graph = AGraph(directed=True, strict=True, rankdir="LR", nodesep=0.2, ranksep=0.55)
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none", tailport="e", headport="w")
    for number, (width, height) in enumerate(sizes):
        graph.add_node(number, width=width / POINTS, height=height / POINTS)
    graph.add_edges_from(edges)
    graph.layout(prog="dot")
    _, _, width, height = (float(part) for part in graph.graph_attr["bb"].split(","))
    middles = [_point(graph.get_node(number).attr["pos"], height) for number in range(len(sizes))]
    ways = [[_point(pair, height) for pair in graph.get_edge(*edge).attr["pos"].split()] for edge in edges]
    return {"width": width, "height": height, "middles": middles, "ways": ways}


def _point(pair: str, height: float) -> tuple[float, float]:
    across, up = pair.split(",")
    return round(float(across), 1), round(height - float(up), 1)


if __name__ == "__main__":
    main()
