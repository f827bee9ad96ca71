"""The search for cycles, against networkx on random graphs."""

from array import array

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from lineage.model.acyclic import on_cycles

NODES = 8
Edges = list[tuple[int, int]]


def found(edges: Edges, nodes_count: int = NODES) -> list[int]:
    return on_cycles(nodes_count, array("q", (a for a, _ in edges)), array("q", (b for _, b in edges)))


def expected(edges: Edges) -> list[int]:
    """Return the nodes that lie on a cycle or on a way from one to another, as networkx finds them."""
    graph = nx.DiGraph(edges)
    rings = {n for part in nx.strongly_connected_components(graph) if len(part) > 1 for n in part}
    rings |= set(nx.nodes_with_selfloops(graph))
    behind = rings.union(*(nx.descendants(graph, n) for n in rings))
    ahead = rings.union(*(nx.ancestors(graph, n) for n in rings))
    return sorted(behind & ahead)


@given(st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=14))
def test_what_is_found_is_what_networkx_finds(edges: Edges) -> None:
    assert found(edges) == expected(edges)


def test_what_leads_to_a_cycle_or_away_from_it_is_not_on_it_and_what_is_between_two_is_told() -> None:
    first, between, second = [(1, 2), (2, 1)], [(2, 3), (3, 4)], [(4, 5), (5, 4)]

    assert found([(0, 1), *first, *between, *second, (5, 6)]) == [1, 2, 3, 4, 5]


def test_a_graph_without_nodes_has_no_cycle() -> None:
    assert found([], nodes_count=0) == []


def test_a_chain_of_ten_thousand_nodes_is_peeled_from_either_end() -> None:
    count = 10_000
    chain = [(n, n + 1) for n in range(count - 1)]

    assert found(chain, count) == []
    assert found([*chain, (count - 1, 0)], count) == list(range(count))
