"""The neighbourhood of a dataset: one question, then like siblings put together."""

from collections.abc import Iterable

from lineage.errors import NotFound
from lineage.graph.database import Database
from lineage.model.answers import Neighbourhood
from lineage.model.grouping import Around

FETCHED_MAX = 10_000
"""Nodes looked at each way; what lies beyond is counted, and told as hidden."""


def neighbourhood(
    database: Database,
    id: str,
    *,
    up: int,
    down: int,
    nodes_max: int,
    is_grouped: bool = True,
    opened: Iterable[str] = (),
    members_shown: int | None = None,
) -> Neighbourhood:
    """Return the graph around a dataset: at most `nodes_max` nodes and groups, the nearest first.

    `opened` are ids of groups whose members are wanted one by one, and of members wanted beside their group;
    `members_shown` says of how many members a group tells, None of the usual number.
    """
    found = database.ask(
        "read/neighbourhood",
        id=id,
        up=up,
        down=down,
        up_edges_max=2 * max(up, 1),
        down_edges_max=2 * max(down, 1),
        limit=FETCHED_MAX,
    )
    if not found:
        raise NotFound("dataset", id)
    around = Around(found["nodes"], found["edges"], is_grouped=is_grouped, opened=opened, members_shown=members_shown)
    is_cut = around.cut(nodes_max)
    is_beyond = max(found["up_count"], found["down_count"]) > FETCHED_MAX
    return Neighbourhood(
        root=id,
        up=up,
        down=down,
        nodes=around.nodes(),
        groups=around.groups(),
        edges=around.edges(),
        frontier=around.frontier(),
        up_count=found["up_count"],
        down_count=found["down_count"],
        is_truncated=is_cut or is_beyond,
        reason=_reason(nodes_max, is_cut=is_cut, is_beyond=is_beyond),
        as_of=found["as_of"],
    )


def _reason(nodes_max: int, *, is_cut: bool, is_beyond: bool) -> str | None:
    told = []
    if is_cut:
        told.append(f"more than {nodes_max} nodes and groups lie within the steps; the nearest are shown")
    if is_beyond:
        told.append(f"more than {FETCHED_MAX} nodes lie within the steps on one side; the nearest were looked at")
    return "; ".join(told) or None
