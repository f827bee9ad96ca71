"""Rows of the flat view for a graph with every topology: a chain, 1:N, N:1, a diamond, 1:N:1, and what stands alone."""

import networkx as nx

from lineage.flat import FlatRow, project
from lineage.model.flat import FlatFacts, Related

ROOT = "/data/visitor/hg1/id00"
EDGES = (
    *(("chain0", "chain1"), ("chain1", "chain2"), ("chain2", "chain3")),
    *(("one", f"many{number}") for number in range(4)),
    *((f"from{number}", "merged") for number in range(4)),
    *(("top", "left"), ("top", "right"), ("left", "bottom"), ("right", "bottom")),
    *(("start", f"part{number}") for number in range(3)),
    *((f"part{number}", "end") for number in range(3)),
)
NAMES = (*dict.fromkeys(name for edge in EDGES for name in edge), "alone")


def rows(ids: dict[str, int]) -> list[FlatRow]:
    """Return the row of each dataset; one whose name is not among `ids` has no id in ICAT."""
    graph = nx.DiGraph(EDGES)
    graph.add_node("alone")
    above = {name: _nearest(graph.reverse(), name) for name in NAMES}
    below = {name: _nearest(graph, name) for name in NAMES}
    return [_row(graph, name, above[name], below[name], ids) for name in NAMES]


def _nearest(graph: "nx.DiGraph", name: str) -> dict[str, int]:
    steps: dict[str, int] = nx.single_source_shortest_path_length(graph, name)
    return {one: count for one, count in sorted(steps.items(), key=lambda item: (item[1], item[0])) if count}


def _row(graph: "nx.DiGraph", name: str, above: dict[str, int], below: dict[str, int], ids: dict[str, int]) -> FlatRow:
    def related(names: list[str]) -> Related:
        return Related([ids[one] for one in names if one in ids], names, [f"{ROOT}/{one}" for one in names], len(names))

    roots = [one for one in above if not graph.pred[one]]
    dataset = {
        "location": f"{ROOT}/{name}",
        "id": f"id of {name}",
        "icat_id": ids.get(name),
        "name": name,
        "kind": "processed" if above else "raw",
        "state": "present",
    }
    facts = FlatFacts(
        dataset,
        investigation="hg1",
        instrument="id00",
        job={"id": f"job of {name}", "status": "completed"} if above else None,
        program="prog" if above else None,
        version="1" if above else None,
        inputs=related(sorted(graph.pred[name])),
        outputs=related(sorted(graph.succ[name])),
        ancestors=related(list(above)),
        descendants=related(list(below)),
        roots=related(roots),
        root_steps=min((above[one] for one in roots), default=None),
        depth=max(above.values(), default=0),
    )
    return project(facts)
