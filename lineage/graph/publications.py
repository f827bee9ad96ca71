"""Publications, and what a report is made from."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lineage.errors import NotFound
from lineage.graph.database import Database
from lineage.graph.provenance import provenance
from lineage.model import answers

READS_MAX = 5
"""A report is read again when the graph changed meanwhile, so often at most; then it tells the oldest change."""


def publication(database: Database, doi: str, *, limit: int) -> answers.Publication:
    """Return a publication with at most `limit` of its datasets; raises NotFound."""
    found = database.ask("read/publication", doi=doi, limit=limit)
    if not found:
        raise NotFound("publication", doi)
    kept = found["publication"]
    return answers.Publication(
        **json.loads(kept.get("said") or "{}"),
        doi=doi,
        datasets=found["datasets"],
        datasets_count=found["datasets_count"],
        investigations=found["investigations"],
        sent_at=kept.get("rank", "").partition("|")[0],
        since=kept["since"],
        change=kept["change"],
        as_of=found["as_of"],
    )


def of_investigation(database: Database, key: str, *, limit: int) -> tuple[list[answers.DatasetRef], int]:
    """Return at most `limit` datasets of an investigation, and how many it has; raises NotFound."""
    found = database.ask("read/of_investigation", key=key, limit=limit)
    if not found:
        raise NotFound("investigation", key)
    return [answers.DatasetRef(**item) for item in found["datasets"]], found["datasets_count"]


Members = Callable[[], tuple[str, answers.Publication | None, list[answers.DatasetRef], int]]


def report(database: Database, members: Members, units: Mapping[str, str], *, limit: int) -> answers.Report:
    """Return what a report is made from; `members` asks for its subject, publication, datasets and their number."""
    for _ in range(READS_MAX):
        found = _report(database, members, units, limit)
        if found.ancestors.as_of == found.as_of:
            break
    return found


def _report(database: Database, members: Members, units: Mapping[str, str], limit: int) -> answers.Report:
    as_of = int(database.ask("read/change")["change"])
    subject, held, datasets, count = members()
    ids = [item.id for item in datasets]
    down = provenance(database, "descendants", ids, units, steps_max=None, limit=limit)
    up = provenance(database, "ancestors", ids, units, steps_max=None, limit=limit)
    holders = _holders(database, {item.id for item in (*up.datasets, *down.datasets)}, but=held.doi if held else "")
    return answers.Report(
        subject=subject,
        publication=held,
        members=datasets,
        members_count=count,
        ancestors=up,
        descendants=down,
        holders=holders,
        as_of=as_of,
    )


def _holders(database: Database, ids: set[str], *, but: str) -> Sequence[Any]:
    found = database.ask("read/holders", ids=sorted(ids))["holders"]
    return [
        answers.Holder(**json.loads(item["said"]), doi=item["doi"], datasets=item["datasets"])
        for item in found
        if item["doi"] != but
    ]
