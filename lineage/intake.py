"""The way in: bytes become messages, messages a batch, a batch one write; what is refused goes to the desk.

A batch is in the journal before it goes into the graph. Part of the service: it knows `ingest`, `graph` and `journal`,
which do not know each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from lineage.errors import InvalidField, MessageError
from lineage.graph import desk, write
from lineage.graph.database import Database
from lineage.graph.read import change as last_change
from lineage.ingest import Context, read
from lineage.journal import MESSAGE, Batch, Entry, Fate, Journal, Refusal
from lineage.model import answers
from lineage.model.clock import now
from lineage.model.event import Event
from lineage.model.location import public_id
from lineage.model.message import Message
from lineage.model.outcome import Outcome
from lineage.model.publication import PublicationMessage
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
class Parsed:
    """One piece after its reading: messages, or the reason of its refusal."""

    piece: Piece
    messages: tuple[Message, ...]
    error: MessageError | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch that was read, and that is in the journal where there is one."""

    parsed: Sequence[Parsed]
    noted: Batch | None

    @property
    def messages(self) -> Iterator[Message]:
        """All messages of the batch."""
        return (message for item in self.parsed for message in item.messages)


def ingest(
    database: Database,
    context: Context,
    settings: Settings,
    pieces: Iterable[Piece],
    journal: Journal | None = None,
) -> Iterator[answers.Receipt]:
    """Write pieces in batches; yield a receipt for each, in their order, when its batch is committed.

    While the database writes a full batch, the next pieces are read and parsed, one batch at most. So the receipts
    of a full batch come when the next piece does, or the end: a sender that waits for receipts before it goes on
    hands in each batch on its own. When reading fails, what is being written has its receipts first.
    """
    pending = iter(pieces)
    parsed: list[Parsed] = []
    written = nothing_written()
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
                written, parsed = writer.submit(_write, database, parsed, journal), []
                yield from receipts
            elif written.done():
                receipts, written = written.result(), nothing_written()
                yield from receipts
        yield from written.result()
    if parsed:
        yield from _write(database, parsed, journal)


def prepare(pieces: Iterable[Piece], context: Context, settings: Settings, journal: Journal | None = None) -> Prepared:
    """Read pieces, and write them to the journal as one batch; raises JournalFailed, and then none is there."""
    return _noted([_parse(piece, context, settings.message_bytes_max) for piece in pieces], journal)


def write_prepared(
    database: Database, batch: Prepared, journal: Journal | None = None, *, at: str | None = None
) -> list[answers.Receipt]:
    """Write a batch to the graph, what is refused to the desk, and return a receipt for each piece.

    `at` is the time that the graph takes for that of their arrival; None takes now.
    """
    receipts = _write_graph(database, batch.parsed, at)
    if journal and batch.noted:
        fates = fates_of(receipts)
        journal.committed(batch.noted, change_of(database, fates), fates)
    return receipts


def fates_of(receipts: Iterable[answers.Receipt]) -> list[Fate]:
    """Return what the journal notes of messages."""
    return [
        Fate(
            receipt.change,
            Refusal(receipt.code, receipt.message or "", receipt.facts or {}) if receipt.code else None,
        )
        for receipt in receipts
    ]


def change_of(database: Database, fates: Iterable[Fate]) -> int:
    """Return the last change that a batch made; the last one of the graph when it made none."""
    made = [fate.change for fate in fates if fate.change is not None]
    return max(made) if made else last_change(database)


def nothing_written() -> "Future[list[answers.Receipt]]":
    """Return the receipts of no batch, there at once."""
    written: Future[list[answers.Receipt]] = Future()
    written.set_result([])
    return written


def _write(database: Database, parsed: Sequence[Parsed], journal: Journal | None) -> list[answers.Receipt]:
    return write_prepared(database, _noted(parsed, journal), journal)


def _noted(parsed: Sequence[Parsed], journal: Journal | None) -> Prepared:
    if journal is None:
        return Prepared(parsed, None)
    received_at = now()
    entries = [Entry(MESSAGE, item.piece.body, item.piece.sender, item.piece.sent_at, received_at) for item in parsed]
    return Prepared(parsed, journal.append(entries))


def _write_graph(database: Database, parsed: Sequence[Parsed], at: str | None) -> list[answers.Receipt]:
    good = [(item.piece, message) for item in parsed for message in item.messages]
    messages, keys = [message for _, message in good], [piece.key for piece, _ in good]
    outcomes = iter(write.write(database, messages, keys, at=at))
    fates = [(item.piece, _fate(item, outcomes)) for item in parsed]
    refused = [(piece.key, piece.body, piece.sender, piece.sent_at, fate.error) for piece, fate in fates if fate.error]
    desk.keep(database, refused, at=at)
    return [_receipt(piece, fate) for piece, fate in fates]


def _parse(piece: Piece, context: Context, bytes_max: int) -> Parsed:
    try:
        if len(piece.body) > bytes_max:
            limit = f"at most {bytes_max} bytes (LINEAGE_MESSAGE_BYTES_MAX)"
            raise InvalidField("message", f"{len(piece.body)} bytes", limit)
        messages = read(piece.body, context)
        return Parsed(piece, tuple(_sent(message, piece.sent_at) for message in messages), None)
    except MessageError as error:
        return Parsed(piece, (), error)


def _sent(message: Message, at: str) -> Message:
    """Tell what is ordered by it when it was sent; other messages have an order of their own."""
    return message.sent(at) if isinstance(message, Event | PublicationMessage) else message


def _fate(item: Parsed, outcomes: Iterator[Outcome]) -> Outcome:
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
