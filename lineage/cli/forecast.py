"""What the formats say of a message without a database: the dry run of an ingest."""

from typing import Any, Literal

from lineage.errors import InvalidField, MessageError
from lineage.ingest import Context, read
from lineage.intake import Piece
from lineage.model.answers import Answer
from lineage.model.message import DatasetMessage


class Forecast(Answer):
    """What is known of a message before it is written.

    ``readable`` is no promise: cycles, second producers and taken ids are found only in the graph.
    """

    status: Literal["readable", "rejected"]
    key: str
    location: str | None = None
    code: str | None = None
    message: str | None = None
    facts: dict[str, Any] | None = None


def forecast(piece: Piece, context: Context, message_bytes_max: int) -> Forecast:
    """Read a message and say what its format would refuse; nothing is written."""
    try:
        if len(piece.body) > message_bytes_max:
            limit = f"at most {message_bytes_max} bytes (LINEAGE_MESSAGE_BYTES_MAX)"
            raise InvalidField("message", f"{len(piece.body)} bytes", limit)
        messages = read(piece.body, context)
    except MessageError as error:
        return Forecast(
            status="rejected", key=piece.key, code=error.code, message=error.message, facts=dict(error.facts)
        )
    locations = [message.location for message in messages if isinstance(message, DatasetMessage)]
    return Forecast(status="readable", key=piece.key, location=locations[-1] if locations else None)
