"""Walks along the data: up and down from a dataset, page by page or in one stream, and the way between two."""

from collections.abc import Iterator
from time import monotonic

from lineage.errors import NotFound, QueryTimeout
from lineage.graph import read
from lineage.graph.database import Database
from lineage.model import answers
from lineage.model.cursor import decode, encode

FIRST_NODES = 100
"""Nodes in the first part of a stream: few, so that the caller has something to read soon."""

PART_NODES = 1_000
"""Nodes in each other part of a stream."""

TRIED_STEPS = (1, 2, 3, 5, 10, 20, 50, 200, 1_000)
"""How far a walk is tried again when the time limit has ended all of it."""


def walk(
    database: Database,
    direction: answers.Direction,
    id: str,
    *,
    steps_max: int | None,
    cursor: str | None,
    limit: int,
) -> answers.Trace:
    """Return a page of ancestors or descendants, nearest first; `steps_max` None walks as far as there is.

    When the time limit ends the first page of a walk, the page tells how far it got; a later page raises QueryTimeout.
    """
    try:
        return _walked(database, direction, id, steps_max=steps_max, cursor=cursor, limit=limit)
    except QueryTimeout:
        found = None if cursor else _as_far_as_it_goes(database, direction, id, steps_max=steps_max, limit=limit)
        if found is None:
            raise
        return found


def _as_far_as_it_goes(
    database: Database, direction: answers.Direction, id: str, *, steps_max: int | None, limit: int
) -> answers.Trace | None:
    """Walk step by step while there is time; None when not even one step could be walked."""
    end = monotonic() + database.query_timeout_s
    found = None
    for steps in TRIED_STEPS:
        left_s = end - monotonic()
        if steps >= answers.steps_limit(steps_max) or left_s <= 0:
            break
        try:
            page = _walked(database, direction, id, steps_max=steps, cursor=None, limit=limit, timeout_s=left_s)
        except QueryTimeout:
            break
        found = page.model_copy(update={"steps_max": steps_max, "reached_steps": steps, "next": None})
    return found


def _walked(
    database: Database,
    direction: answers.Direction,
    id: str,
    *,
    steps_max: int | None,
    cursor: str | None,
    limit: int,
    timeout_s: float | None = None,
) -> answers.Trace:
    after_steps, after_key = decode(cursor, int, str) or (0, "")
    steps = answers.steps_limit(steps_max)
    found = read.one(
        database,
        f"read/{direction}",
        "dataset",
        id,
        timeout_s=timeout_s,
        edges_max=2 * steps,
        steps_max=steps,
        after_steps=after_steps,
        after_key=after_key,
        limit=limit,
    )
    last = found["nodes"][-1] if found["remaining"] else None
    next_page = encode(last["steps"], last.get("location") or last["key"]) if last else None
    return answers.Trace(items=found.pop("nodes"), next=next_page, direction=direction, steps_max=steps_max, **found)


def closure(
    database: Database, direction: answers.Direction, id: str, *, steps_max: int | None
) -> Iterator[answers.Part]:
    """Yield all of a walk in parts, made from one walk in one transaction, in flat memory.

    Raises NotFound, and QueryTimeout on the way: the parts before it hold.
    """
    steps = answers.steps_limit(steps_max)
    parts = database.parts(
        f"read/all_{direction}", id=id, edges_max=2 * steps, steps_max=steps, first=FIRST_NODES, part=PART_NODES
    )
    is_found = False
    for found in parts:
        is_found = True
        yield answers.Part(items=found.pop("nodes"), **found)
    if not is_found:
        raise NotFound("dataset", id)


def graph(
    database: Database,
    direction: answers.Direction,
    id: str,
    *,
    steps_max: int | None,
    limit: int,
) -> answers.TraceGraph:
    """Return the nearest `limit` nodes of a walk, and the edges among them."""
    steps = answers.steps_limit(steps_max)
    name = "read/graph_up" if direction == "ancestors" else "read/graph_down"
    found = read.one(database, name, "dataset", id, edges_max=2 * steps, steps_max=steps, limit=limit)
    return answers.TraceGraph(**found, is_truncated=found["count"] > len(found["nodes"]))


def path(database: Database, from_id: str, to_id: str) -> answers.Path:
    """Return the shortest way of the data between two datasets, in either direction."""
    if from_id == to_id:
        here = graph(database, "ancestors", from_id, steps_max=0, limit=1)
        return answers.Path(nodes=here.nodes, steps=0, as_of=here.as_of)
    found = database.ask("read/path", from_id=from_id, to_id=to_id)
    for id in (from_id, to_id):
        if id not in found["found"]:
            raise NotFound("dataset", id)
    nodes = found["nodes"]
    return answers.Path(nodes=nodes, steps=(len(nodes) - 1) // 2 if nodes else None, as_of=found["as_of"])
