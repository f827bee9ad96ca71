"""Places of a small graph drawn from left to right in layers, the same every time: Sugiyama's way, in a few sweeps.

An edge over several layers goes through places of its own in each, so that it runs between boxes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[int, int]
SWEEPS = 8
THROUGH = 14.0
"""Height of the place that an edge takes in a layer that it passes."""

GAP = 12.0


def forward(count: int, edges: Iterable[Edge]) -> list[Edge]:
    """Return edges with those turned round that lead back, so that nothing is on a cycle; sorted."""
    after: Mapping[int, list[int]] = defaultdict(list)
    for source, target in sorted(set(edges)):
        after[source].append(target)
    seen: dict[int, bool] = {}
    found: set[Edge] = set()
    for root in range(count):
        stack = [(root, iter(after[root]))] if root not in seen else []
        seen.setdefault(root, True)
        while stack:
            node, targets = stack[-1]
            for target in targets:
                is_open = seen.get(target)
                found.add((target, node) if is_open else (node, target))
                if is_open is None:
                    seen[target] = True
                    stack.append((target, iter(after[target])))
                    break
            else:
                seen[node] = False
                stack.pop()
    return sorted(edge for edge in found if edge[0] != edge[1])


def layers_of(count: int, edges: Sequence[Edge]) -> list[int]:
    """Return the layer of each node: nodes without successors in the last, each other one just before its next.

    `edges` are those of `forward`.
    """
    after: Mapping[int, list[int]] = defaultdict(list)
    entering = [0] * count
    for source, target in edges:
        after[source].append(target)
        entering[target] += 1
    ready, order = [node for node in range(count) if not entering[node]], []
    while ready:
        node = ready.pop()
        order.append(node)
        for target in after[node]:
            entering[target] -= 1
            if not entering[target]:
                ready.append(target)
    from_end = [0] * count
    for node in reversed(order):
        from_end[node] = max((from_end[target] + 1 for target in after[node]), default=0)
    last = max(from_end, default=0)
    return [last - depth for depth in from_end]


def placed(heights: Sequence[float], edges: Sequence[Edge]) -> tuple[list[tuple[int, float]], dict[Edge, list[float]]]:
    """Return layer and middle of each node, and the heights that each edge passes in the layers between its ends."""
    layers = layers_of(len(heights), edges)
    tall, ways, links = list(heights), {}, []
    rows: list[list[int]] = [[] for _ in range(max(layers, default=-1) + 1)]
    for node, layer in enumerate(layers):
        rows[layer].append(node)
    for source, target in edges:
        between = []
        for layer in range(layers[source] + 1, layers[target]):
            between.append(len(tall))
            rows[layer].append(len(tall))
            tall.append(THROUGH)
        ways[source, target] = between
        links += list(zip([source, *between], [*between, target], strict=True))
    middles = _middles(rows, tall, links)
    return (
        [(layers[node], middles[node]) for node in range(len(heights))],
        {edge: [middles[node] for node in between] for edge, between in ways.items()},
    )


def _middles(rows: list[list[int]], heights: Sequence[float], links: Iterable[Edge]) -> list[float]:
    before: Mapping[int, list[int]] = defaultdict(list)
    after: Mapping[int, list[int]] = defaultdict(list)
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    middles = [0.0] * len(heights)
    for row in rows:
        _stack(row, heights, middles)
    for sweep in range(SWEEPS):
        near, way = (after, list(reversed(rows))) if sweep % 2 == 0 else (before, rows)
        for row in way:
            wanted = {
                node: sum(middles[other] for other in near[node]) / len(near[node]) if near[node] else middles[node]
                for node in row
            }
            row.sort(key=lambda node: (wanted[node], node))
            _stack(row, heights, middles, wanted)
    least = min((middles[node] - heights[node] / 2 for row in rows for node in row), default=0.0)
    return [round(middle - least, 1) for middle in middles]


def _stack(
    row: Sequence[int], heights: Sequence[float], middles: list[float], wanted: Mapping[int, float] | None = None
) -> None:
    """Put the nodes of a layer below one another, near where they want to be on the whole."""
    at = 0.0
    for node in row:
        middles[node] = at + heights[node] / 2
        at += heights[node] + GAP
    if wanted and row:
        floor = None
        shift = sum(wanted[node] - middles[node] for node in row) / len(row)
        for node in row:
            middles[node] += shift
        # each goes where it wants as far as its neighbours leave room
        for index, node in enumerate(row):
            top = middles[node] - heights[node] / 2 if floor is None else floor
            ceiling = middles[row[index + 1]] - heights[row[index + 1]] / 2 - GAP if index + 1 < len(row) else None
            best = wanted[node] - heights[node] / 2
            if ceiling is not None:
                best = min(best, ceiling - heights[node])
            top = max(best, floor) if floor is not None else best
            middles[node] = top + heights[node] / 2
            floor = top + heights[node] + GAP
