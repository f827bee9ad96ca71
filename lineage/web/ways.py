"""What a neighbourhood shows, nodes and groups alike, and the ways along its edges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lineage.model.answers import Edge, Group, Neighbour, Neighbourhood

Unit = Neighbour | Group
Ways = Mapping[str, list[str]]


def units_of(around: Neighbourhood) -> list[Unit]:
    """Return nodes and groups, the nodes first."""
    return [*around.nodes, *around.groups]


def ways(edges: Iterable[Edge]) -> tuple[Ways, Ways]:
    """Return what stands before each node, and what stands after it."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        after[edge.source].append(edge.target)
        before[edge.target].append(edge.source)
    return before, after


def reached(start: str, one_way: Ways) -> set[str]:
    """Return all that lies on the ways from a node, itself among it."""
    found, left = {start}, [start]
    while left:
        new = set(one_way.get(left.pop(), ())) - found
        found |= new
        left += new
    return found
