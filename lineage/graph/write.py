"""The one write path: a batch of messages becomes one transaction under the ledger's lock (batch.py).

A batch that closes a cycle is rolled back and split until the message that does it stands alone; that one is refused,
the others go through. Whatever is refused leaves nothing behind.
"""

import uuid
from collections.abc import Sequence

from lineage.errors import CycleRefused, NotFound
from lineage.graph.batch import Batch, CycleFound
from lineage.graph.database import Database, Transaction
from lineage.model.clock import now
from lineage.model.message import DatasetMessage, Message
from lineage.model.outcome import Outcome


def write(database: Database, messages: Sequence[Message], accepted: Sequence[str] = ()) -> list[Outcome]:
    """Apply messages and return what became of each, in their order.

    `accepted` are keys of the desk, one a message, that leave the desk when the message is not refused.
    """
    if not messages:
        return []
    try:
        return database.write("ingest", lambda transaction: Batch(transaction.run, now()).apply(messages, accepted))
    except CycleFound as found:
        if len(messages) == 1:
            return [_refused(messages[0], found.path)]
    half = len(messages) // 2
    first = write(database, messages[:half], accepted[:half])
    return first + write(database, messages[half:], accepted[half:])


def retire(database: Database, id: str, reason: str | None) -> str:
    """Mark a dataset as retired, or with `reason` None take the mark away; return its state.

    Raises NotFound for an unknown id.
    """

    def work(transaction: Transaction) -> str:
        change = transaction.run("write/lock", token=uuid.uuid4().hex)["change"] + 1
        at = now()
        found = transaction.run(
            "write/retire", id=id, retired_at=None if reason is None else at, reason=reason, change=change
        )
        if not found:
            raise NotFound("dataset", id)
        transaction.run("write/finish", change=change, changed_at=at)
        return str(found["state"])

    return database.write("retire", work)


def _refused(message: Message, path: list[str]) -> Outcome:
    location = message.location if isinstance(message, DatasetMessage) else ""
    return Outcome("rejected", location, error=CycleRefused(location, path))
