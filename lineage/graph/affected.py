"""Which datasets may have another row in the flat view than they had at a change.

A row tells of the dataset, of its producer, and of all that is up and down from it. So it can differ when something
there was changed, and when an edge on the way there was made or taken away. Every such change is found by its number
on a dataset or a job: whoever writes an edge numbers its job, its dataset, or both. From there, the live graph is
walked up and down. That is enough for what was lost too: on a way that is broken now, the part behind the last break
is live, and it begins at a dataset beside a change.

What is told may be too much and never too little. More than `AFFECTED_MAX` are not looked for: all are told then.
"""

from collections.abc import Collection, Iterable, Iterator

from lineage.graph.database import Database
from lineage.model.answers import Direction

AFFECTED_MAX = 100_000
"""Datasets that are kept in memory at most, some 20 MB."""

ROUND = 10_000
"""Datasets that are walked on from in one question."""


class _TooMany(Exception):
    """More may be affected than are looked for."""


def affected(database: Database, since: int) -> list[str] | None:
    """Return the locations of the datasets whose rows may differ from those at the change, in order; None for all."""
    try:
        return sorted(_affected(database, since))
    except _TooMany:
        return None


def _affected(database: Database, since: int) -> set[str]:
    changed = database.ask("read/changed_datasets", since=since, limit=AFFECTED_MAX + 1)["locations"]
    _check(changed)
    jobs = database.ask("read/changed_jobs", since=since, limit=AFFECTED_MAX + 1)
    for found in jobs.values():
        _check(found)
    down = _walked(database, "descendants", {*changed, *jobs["inputs_changed"]})
    up = _walked(database, "ancestors", {*changed, *jobs["outputs_changed"]})
    return down | up | set(jobs["made"])


def _walked(database: Database, direction: Direction, starts: set[str]) -> set[str]:
    """Return the starts and all that is reached from them; every dataset is walked on from once."""
    met, ring = set(starts), set(starts)
    while ring:
        ring = set(_step(database, direction, ring)) - met
        met |= ring
        _check(met)
    return met


def _step(database: Database, direction: Direction, ring: Iterable[str]) -> Iterator[str]:
    rest = list(ring)
    for start in range(0, len(rest), ROUND):
        yield from database.ask(f"read/step_{direction}", locations=rest[start : start + ROUND])["found"]


def _check(found: Collection[str]) -> None:
    if len(found) > AFFECTED_MAX:
        raise _TooMany
