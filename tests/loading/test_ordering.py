"""Cycles are found where networkx finds them."""

import random
from array import array

import networkx as nx
import pytest

from lineage.loading.ordering import LINE_BITS, find_cycle


@pytest.mark.parametrize("seed", range(60))
def test_a_cycle_is_found_where_there_is_one(seed: int) -> None:
    dice = random.Random(seed)
    size = dice.randint(1, 12)
    pairs = [(dice.randint(1, size), dice.randint(1, size)) for _ in range(dice.randint(0, size + 4))]
    if dice.random() < 0.5:
        pairs = [(low, high) for low, high in pairs if low < high]
    graph = nx.DiGraph(pairs)
    middle = dice.randint(0, len(pairs))
    parts = [array("Q", (low << LINE_BITS | high for low, high in part)) for part in (pairs[:middle], pairs[middle:])]

    cycle = find_cycle(parts, size)

    assert bool(cycle) == (not nx.is_directed_acyclic_graph(graph))
    assert all(graph.has_edge(low, high) for low, high in zip(cycle, [*cycle[1:], *cycle[:1]], strict=True))
