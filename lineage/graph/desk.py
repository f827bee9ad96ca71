"""The desk of refused messages: kept with their reason until they are accepted."""

import json
from collections.abc import Sequence
from typing import Any

from lineage.errors import LineageError, NotFound
from lineage.graph.database import Database
from lineage.graph.read import page
from lineage.model import answers
from lineage.model.clock import now
from lineage.model.cursor import decode


def keep(
    database: Database, refused: Sequence[tuple[str, bytes, str, str, LineageError]], *, at: str | None = None
) -> None:
    """Keep refused messages: key, body, sender, time when it was sent and reason of each.

    `at` is the time of arrival; None takes now.
    """
    if not refused:
        return
    received_at = at or now()
    rows = [
        {
            "key": key,
            "body": body,
            "size_bytes": len(body),
            "sender": sender,
            "sent_at": sent_at,
            "code": error.code,
            "message": error.message,
            "facts": json.dumps(dict(error.facts)),
            "received_at": received_at,
        }
        for key, body, sender, sent_at, error in refused
    ]
    database.write("reject", lambda transaction: transaction.run("write/reject", rows=rows))


def listing(database: Database, *, code: str | None, cursor: str | None, limit: int) -> answers.Page[answers.Rejected]:
    """Return refused messages, the oldest first; `code` takes only one reason."""
    time, key = decode(cursor, str, str) or ("", "")
    found = database.ask("read/rejected", code=code, after_time=time, after_key=key, limit=limit + 1)
    items = [{**item, "facts": json.loads(item["facts"])} for item in found["items"]]
    return page(answers.Rejected, {**found, "items": items}, limit, "received_at", "key")


def one(database: Database, key: str) -> tuple[answers.Rejected, bytes]:
    """Return a refused message and its body; the beginning of a key is enough when it fits only one."""
    items = database.ask("read/rejected_message", key=key)["items"]
    if len(items) != 1:
        raise NotFound("rejected message" if not items else "single rejected message", key)
    facts: dict[str, Any] = items[0]
    body = bytes(facts.pop("body"))
    return answers.Rejected(**{**facts, "facts": json.loads(facts["facts"])}), body
