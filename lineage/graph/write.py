"""The one write path: a batch of messages becomes one transaction under the ledger's lock (batch.py).

A batch that closes a cycle is rolled back and split until the message that does it stands alone; that one is refused,
the others go through. Whatever is refused leaves nothing behind.
"""

import uuid
from collections.abc import Sequence

from lineage.errors import CycleRefused, NotFound
from lineage.graph.batch import Batch, CycleFound
from lineage.graph.database import Database, Transaction
from lineage.graph.plan import location_of
from lineage.model.clock import now
from lineage.model.message import Message
from lineage.model.outcome import Outcome


def write(
    database: Database, messages: Sequence[Message], accepted: Sequence[str] = (), *, at: str | None = None
) -> list[Outcome]:
    """Apply messages and return what became of each, in their order.

    `accepted` are keys of the desk, one a message, that leave the desk when the message is not refused. `at` is the
    time of their arrival; None takes now.
    """
    if not messages:
        return []
    try:
        return database.write(
            "ingest", lambda transaction: Batch(transaction.run, at or now()).apply(messages, accepted)
        )
    except CycleFound as found:
        if len(messages) == 1:
            return [_refused(messages[0], found.path)]
    half = len(messages) // 2
    first = write(database, messages[:half], accepted[:half], at=at)
    return first + write(database, messages[half:], accepted[half:], at=at)


def retire(database: Database, id: str, reason: str | None, *, at: str | None = None) -> tuple[str, int]:
    """Mark a dataset as retired, or with `reason` None take the mark away; return its state, and the change's number.

    `at` is the time of it; None takes now. Raises NotFound for an unknown id.
    """
    moment = at or now()

    def work(transaction: Transaction) -> tuple[str, int]:
        change: int = transaction.run("write/lock", token=uuid.uuid4().hex)["change"] + 1
        found = transaction.run(
            "write/retire", id=id, retired_at=None if reason is None else moment, reason=reason, change=change
        )
        if not found:
            raise NotFound("dataset", id)
        transaction.run("write/finish", change=change, changed_at=moment)
        return str(found["state"]), change

    return database.write("retire", work)


def _refused(message: Message, path: list[str]) -> Outcome:
    location = location_of(message) or ""
    return Outcome("rejected", location, error=CycleRefused(location, path))
