"""The way in: bytes become messages, messages a batch, a batch one write; what is refused goes to the desk.

Part of the service: it knows `ingest` and `graph`, which do not know each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from lineage.errors import InvalidField, MessageError
from lineage.graph import desk, write
from lineage.graph.database import Database
from lineage.ingest import Context, read
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import Message
from lineage.model.outcome import Outcome
from lineage.settings import Settings


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one message, and who sent them."""

    body: bytes
    sender: str

    @property
    def key(self) -> str:
        """SHA-256 of the bytes; the name of the message if it is refused."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class _Parsed:
    piece: Piece
    messages: tuple[Message, ...]
    error: MessageError | None


def ingest(
    database: Database, context: Context, settings: Settings, pieces: Iterable[Piece]
) -> Iterator[answers.Receipt]:
    """Write pieces in batches; yield a receipt for each, in their order, when its batch is committed."""
    pending = iter(pieces)
    while batch := list(islice(pending, settings.batch_size)):
        parsed = [_parse(piece, context, settings.message_bytes_max) for piece in batch]
        yield from _ingest_batch(database, parsed)


def _ingest_batch(database: Database, parsed: Sequence[_Parsed]) -> list[answers.Receipt]:
    good = [(item.piece, message) for item in parsed for message in item.messages]
    outcomes = iter(write.write(database, [message for _, message in good], [piece.key for piece, _ in good]))
    fates = [(item.piece, _fate(item, outcomes)) for item in parsed]
    refused = [(piece.key, piece.body, piece.sender, fate.error) for piece, fate in fates if fate.error]
    desk.keep(database, refused)
    return [_receipt(piece, fate) for piece, fate in fates]


def _parse(piece: Piece, context: Context, bytes_max: int) -> _Parsed:
    try:
        if len(piece.body) > bytes_max:
            limit = f"at most {bytes_max} bytes (LINEAGE_MESSAGE_BYTES_MAX)"
            raise InvalidField("message", f"{len(piece.body)} bytes", limit)
        return _Parsed(piece, read(piece.body, context), None)
    except MessageError as error:
        return _Parsed(piece, (), error)


def _fate(item: _Parsed, outcomes: Iterator[Outcome]) -> Outcome:
    """Return what became of a piece: its refusal if there is one, else its last change."""
    if item.error:
        return Outcome("rejected", error=item.error)
    own = islice(outcomes, len(item.messages))
    return max(own, key=lambda outcome: (outcome.status == "rejected", outcome.change or 0))


def _receipt(piece: Piece, outcome: Outcome) -> answers.Receipt:
    error = outcome.error
    return answers.Receipt(
        status=outcome.status,
        location=outcome.location,
        id=public_id(outcome.location) if outcome.location else None,
        change=outcome.change,
        key=piece.key,
        code=error.code if error else None,
        message=error.message if error else None,
        facts=dict(error.facts) if error else None,
    )
