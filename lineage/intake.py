"""The way in: bytes become messages, messages a batch, a batch one write; what is refused goes to the desk.

Part of the service: it knows `ingest` and `graph`, which do not know each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from lineage.errors import InvalidField, MessageError
from lineage.graph import desk, write
from lineage.graph.database import Database
from lineage.ingest import Context, read
from lineage.model import answers
from lineage.model.clock import now
from lineage.model.location import public_id
from lineage.model.message import Message
from lineage.model.outcome import Outcome
from lineage.settings import Settings


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one message, who sent them, and when: a broker's own time where one stood between."""

    body: bytes
    sender: str
    sent_at: str = field(default_factory=now)

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
    """Write pieces in batches; yield a receipt for each, in their order, when its batch is committed.

    While the database writes a full batch, the next pieces are read and parsed, one batch at most. So the receipts
    of a full batch come when the next piece does, or the end: a sender that waits for receipts before it goes on
    hands in each batch on its own. When reading fails, what is being written has its receipts first.
    """
    pending = iter(pieces)
    parsed: list[_Parsed] = []
    written = _nothing()
    with ThreadPoolExecutor(1, "write") as writer:
        while True:
            try:
                piece = next(pending, None)
            except BaseException:
                yield from written.result()
                raise
            if piece is None:
                break
            parsed.append(_parse(piece, context, settings.message_bytes_max))
            if len(parsed) == settings.batch_size:
                receipts = written.result()
                written, parsed = writer.submit(_write, database, parsed), []
                yield from receipts
            elif written.done():
                receipts, written = written.result(), _nothing()
                yield from receipts
        yield from written.result()
    if parsed:
        yield from _write(database, parsed)


def _nothing() -> "Future[list[answers.Receipt]]":
    """Return the receipts of no batch."""
    written: Future[list[answers.Receipt]] = Future()
    written.set_result([])
    return written


def _write(database: Database, parsed: Sequence[_Parsed]) -> list[answers.Receipt]:
    """Write one batch, keep what is refused, and return the receipts."""
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
    nothing = Outcome("unchanged")  # a document of the world outside may tell of no run that wrote anything
    return max(own, key=lambda outcome: (outcome.status == "rejected", outcome.change or 0), default=nothing)


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
