"""What the graph tells a catalogue, and up to which change it has told it."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lineage.graph.database import Answer, Database, Transaction
from lineage.model.clock import now
from lineage.model.location import icat_id_of

PAGE = 1000


def unknown(database: Database, investigation: str | None = None) -> Iterator[list[dict[str, Any]]]:
    """Yield the datasets whose ids in ICAT are not known, in pages, by location."""
    asked = {"investigation": investigation, "limit": PAGE}
    after = ""
    # where almost all have an id, one page reads almost all of the graph: more than a question of a user may take
    limit_s = database.write_timeout_s
    while page := database.ask("read/icat_unknown", timeout_s=limit_s, after=after, **asked)["datasets"]:
        yield page
        after = page[-1]["location"]


def jobs(database: Database, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return jobs by their public ids; `inputs` and `outputs` are ids in ICAT, None where a dataset has none."""
    if not ids:
        return {}
    return database.stream("read/icat_jobs", _jobs, timeout_s=database.query_timeout_s, ids=list(ids))


def _jobs(records: Iterator[Answer]) -> dict[str, dict[str, Any]]:
    return {
        record["id"]: {
            **record,
            "inputs": [one if isinstance(one, int) else icat_id_of(one) for one in record["inputs"]],
            "outputs": [one if isinstance(one, int) else icat_id_of(one) for one in record["outputs"]],
        }
        for record in records
    }


def owners(database: Database, icat_ids: Iterable[int]) -> dict[int, str]:
    """Return the locations of the datasets that have some ids in ICAT, by id."""
    bound = database.ask("write/owners", icat_ids=list(icat_ids))["bound"]
    return {one["icat_id"]: one["location"] for one in bound}


def position(database: Database, name: str) -> tuple[int | None, list[str]]:
    """Return the number of the change up to which a catalogue was told, and what to look at again.

    The number is None before the first time.
    """
    found = database.ask("read/published", name=name)
    return found["change"], found["again"]


def keep_position(database: Database, names: Sequence[str], change: int, again: Iterable[str] = ()) -> None:
    """Keep up to which change a catalogue was told of several things, and what to look at again."""
    locations = sorted(again)

    def work(transaction: Transaction) -> None:
        transaction.run("write/lock", token=uuid.uuid4().hex)
        for name in names:
            transaction.run("write/published", name=name, change=change, again=locations, published_at=now())

    database.write("position", work)
