"""What the importer leaves to do: the schema, the desk, empty lists, and the number of the last change."""

import uuid
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from lineage.graph.database import Database, Transaction

VERSIONS_AT_ONCE = 50_000


def node_count(database: Database) -> int:
    """Return how many nodes there are but those that every graph has."""
    return int(database.ask("read/node_count")["nodes"])


def restore_desk(database: Database, batches: Iterable[Sequence[dict[str, Any]]]) -> None:
    """Put refused messages back on the desk."""
    for rows in batches:
        database.write("restore desk", partial(_restore_rejected, rows))


def _restore_rejected(rows: Sequence[dict[str, Any]], transaction: Transaction) -> None:
    transaction.run("write/restore_rejected", rows=rows)


def fill_lists(database: Database) -> None:
    """Give nodes their empty lists."""

    def work(transaction: Transaction) -> int:
        return int(transaction.run("write/empty_lists", limit=VERSIONS_AT_ONCE)["versions"])

    while database.write("fill lists", work) == VERSIONS_AT_ONCE:
        pass


def restore_ledger(database: Database, change: int, changed_at: str | None) -> None:
    """Set number and time of the last change."""

    def work(transaction: Transaction) -> None:
        transaction.run("write/lock", token=uuid.uuid4().hex)
        transaction.run("write/finish", change=change, changed_at=changed_at)

    database.write("restore ledger", work)
