"""Questions about many datasets at once: each by its name, or all closures in one answer."""

from collections.abc import Mapping, Sequence

from lineage.graph.database import Database
from lineage.graph.read import LIST_MAX, dataset_of
from lineage.model import answers


def datasets(
    database: Database, wanted: Sequence[tuple[str, str | None, str | None]], units: Mapping[str, str]
) -> answers.ManyDatasets:
    """Return what names stand for, in their order; each of `wanted` is a name and its public id, or else its DOI."""
    found = database.ask(
        "read/many_datasets",
        ids=sorted({id for _, id, _ in wanted if id}),
        dois=sorted({doi for _, _, doi in wanted if doi}),
        limit=LIST_MAX,
    )
    as_of = found["as_of"]
    known = {item["dataset"]["id"]: dataset_of({**item, "as_of": as_of}, units) for item in found["datasets"]}
    held = {item["doi"]: item for item in found["publications"]}
    items = [
        answers.NamedDataset(
            name=name,
            dataset=known.get(id or ""),
            held=held[doi]["held"] if doi in held else [],
            held_count=held[doi]["held_count"] if doi in held else 0,
        )
        for name, id, doi in wanted
    ]
    missing = [name for name, id, doi in wanted if id not in known and doi not in held]
    return answers.ManyDatasets(items=items, missing=list(dict.fromkeys(missing)), as_of=as_of)


def closures(
    database: Database, direction: answers.Direction, ids: Sequence[str], *, steps_max: int | None, limit: int
) -> answers.Closures:
    """Return what several datasets come from, or what comes from them, the nearest `limit` nodes of it.

    `starts` of the answer lacks those that do not exist.
    """
    steps = answers.steps_limit(steps_max)
    found = database.ask(f"read/closures_{direction}", ids=list(ids), edges_max=2 * steps, steps_max=steps, limit=limit)
    nodes = [{**node, "distances": dict(node["distances"])} for node in found["nodes"]]
    return answers.Closures(
        starts=found["starts"],
        direction=direction,
        steps_max=steps_max,
        nodes=nodes,
        count=found["count"],
        counts={start["id"]: 0 for start in found["starts"]} | dict(found["counts"]),
        is_truncated=found["count"] > len(nodes),
        as_of=found["as_of"],
    )
