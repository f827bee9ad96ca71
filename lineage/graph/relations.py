"""Questions about several datasets, and about where one goes back to and ends."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from lineage.errors import NamesNotFound, NotFound
from lineage.graph.database import Answer, Database
from lineage.graph.read import job_of, parameters_of
from lineage.model import answers
from lineage.model.comparison import LISTED_MAX, Made, compare
from lineage.model.cursor import decode, encode

COMPARED_MAX = 1000
"""Datasets that a comparison takes in, the nearest to either of the two."""

INPUTS_MAX = 1000
"""Inputs of one job that a comparison takes in."""


def common(
    database: Database,
    direction: answers.Direction,
    ids: Sequence[str],
    *,
    steps_max: int | None,
    cursor: str | None,
    limit: int,
) -> answers.Common:
    """Return a page of what several datasets all have in common, nearest first.

    `starts` of the answer lacks those that do not exist; there is nothing in common then.
    """
    after_steps, after_key = decode(cursor, int, str) or (-1, "")
    steps = answers.steps_limit(steps_max)
    found = database.ask(
        f"read/common_{direction}",
        ids=list(ids),
        edges_max=2 * steps,
        steps_max=steps,
        after_steps=after_steps,
        after_key=after_key,
        limit=limit,
    )
    nodes = [{**node, "distances": dict(node["distances"])} for node in found.pop("nodes")]
    return answers.Common(
        items=nodes,
        next=_next(found["remaining"], nodes),
        direction=direction,
        steps_max=steps_max,
        **found,
    )


def ends(
    database: Database, which: Literal["roots", "products"], id: str, *, cursor: str | None, limit: int
) -> answers.Ends:
    """Return a page of where a dataset goes back to (roots), or of what it ended in (products), nearest first.

    The dataset itself is among them, with no steps, when nothing produced it, or nothing read it.
    """
    after_steps, after_key = decode(cursor, int, str) or (-1, "")
    found = database.ask(f"read/{which}", id=id, after_steps=after_steps, after_key=after_key, limit=limit)
    if not found:
        raise NotFound("dataset", id)
    return answers.Ends(next=_next(found["remaining"], found["items"]), **found)


def _next(remaining: int, items: Sequence[Answer]) -> str | None:
    last = items[-1] if remaining else None
    return encode(last["steps"], last.get("location") or last["key"]) if last else None


def differences(
    database: Database, left_id: str, right_id: str, *, steps_max: int | None, units: Mapping[str, str]
) -> answers.Differences:
    """Return what differs between how two datasets were made; `units` are those of known parameters.

    Raises NamesNotFound with the ids that do not exist.
    """
    steps = answers.steps_limit(steps_max)
    found = database.ask(
        "read/differences",
        left_id=left_id,
        right_id=right_id,
        edges_max=2 * steps,
        steps_max=steps,
        limit=COMPARED_MAX,
        inputs_limit=INPUTS_MAX,
    )
    if missing := {left_id, right_id} - {*found["found"]}:
        raise NamesNotFound("dataset", [id for id in dict.fromkeys((left_id, right_id)) if id in missing])
    made = {item["dataset"]["id"]: _made(item) for item in found["items"]}
    comparison = compare(left_id, right_id, made, steps_max=steps, units=units)
    first = next(iter(comparison.divergences), None)
    further = comparison.divergences[1:]
    return answers.Differences(
        left=made[left_id].dataset,
        right=made[right_id].dataset,
        steps_max=steps_max,
        is_same=False if first else None if comparison.left_out_count else True,
        first_divergence=first,
        further=further[:LISTED_MAX],
        further_count=len(further),
        compared_count=comparison.compared_count,
        left_out_count=comparison.left_out_count,
        as_of=found["as_of"],
    )


def _made(item: Mapping[str, Any]) -> Made:
    facts = item["dataset"]
    return Made(
        dataset=answers.DatasetRef(**{name: facts.get(name) for name in answers.DatasetRef.model_fields}),
        parameters=parameters_of(facts),
        job=job_of(item["job"], item["application"]),
        inputs=tuple(answers.DatasetRef(**one) for one in item["inputs"]),
        inputs_count=item["inputs_count"],
    )
