"""The body of a request, taken whole before any of it is used: in memory while small, then on disk.

Receipts are sent while messages are written. Were the body still coming then, a client that sends all before it
reads would wait for us while we wait for it; and a slow sender would hold a thread. So the body comes first.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from lineage.api.lines import MEDIA_TYPES
from lineage.api.parameters import Service
from lineage.errors import BodyTooLarge, MissingField, UnknownMediaType
from lineage.ingest import lines, split
from lineage.intake import Piece
from lineage.settings import Settings

XML = ("application/xml", "text/xml")
JSON = ("application/json",)
LINES = MEDIA_TYPES
ACCEPTED = (*XML, *JSON, *LINES)

ARRAY_MESSAGES = 4
"""A JSON array may have the bytes of so many messages of the largest size; it is read as a whole."""

LINES_MESSAGES = 64
"""JSON Lines may have the bytes of so many messages of the largest size; they are kept on disk meanwhile."""

MEMORY_BYTES = 2**20
_BLANK = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that has come, and who sent it."""

    media_type: str
    file: IO[bytes]
    sender: str
    message_bytes_max: int

    @property
    def is_lines(self) -> bool:
        """True for JSON Lines."""
        return self.media_type in LINES

    def lines(self) -> Iterator[Piece]:
        """Yield the messages of JSON Lines, in flat memory; one that is too long comes cut, to be refused."""
        return (Piece(line, self.sender) for line in lines(self.file, self.message_bytes_max))

    def pieces(self) -> tuple[list[Piece], bool]:
        """Return the messages of any other body, and whether it is one message rather than a list.

        Raises BodyTooLarge for one message beyond the limit.
        """
        data = self.file.read()
        found = split(data)
        is_single = found == [data]
        if is_single and len(data) > self.message_bytes_max:
            raise BodyTooLarge("one message", self.message_bytes_max, "it is no JSON array that can be read")
        return [Piece(piece, self.sender) for piece in found], is_single


async def received(request: Request, service: Service) -> AsyncIterator[Body]:
    """Take the body of a request; async, because only the event loop can read it.

    Raises UnknownMediaType, BodyTooLarge, and MissingField for an empty one.
    """
    media_type = _media_type(request)
    size_bytes = 0
    with SpooledTemporaryFile(MEMORY_BYTES) as file:
        head = b""
        async for chunk in request.stream():
            size_bytes += len(chunk)
            head = head or chunk.lstrip(_BLANK)[:1]
            _check_size(max(size_bytes, _declared(request)), media_type, head, service.settings)
            if size_bytes > MEMORY_BYTES:  # on disk, which may make the event loop wait
                await run_in_threadpool(file.write, chunk)
            else:
                file.write(chunk)
        if not head:
            raise MissingField("body", within="request")
        file.seek(0)
        yield Body(media_type, file, _sender(request), service.settings.message_bytes_max)


Received = Annotated[Body, Depends(received)]


def _media_type(request: Request) -> str:
    given = request.headers.get("content-type", "")
    coding = request.headers.get("content-encoding", "identity")
    media_type = given.split(";")[0].strip().lower()
    if media_type not in ACCEPTED:
        raise UnknownMediaType(given, list(ACCEPTED))
    if coding != "identity":
        raise UnknownMediaType(f"{given} in {coding}", list(ACCEPTED))
    return media_type


def _check_size(size_bytes: int, media_type: str, head: bytes, settings: Settings) -> None:
    one = settings.message_bytes_max
    if media_type in LINES:
        what, bytes_max, way_out = "JSON Lines", LINES_MESSAGES * one, "send them in several requests"
    elif media_type in JSON and head == b"[":
        what, bytes_max, way_out = "a JSON array", ARRAY_MESSAGES * one, f"send JSON Lines ({LINES[0]})"
    else:
        what, bytes_max, way_out = "one message", one, "LINEAGE_MESSAGE_BYTES_MAX raises it"
    if size_bytes > bytes_max:
        raise BodyTooLarge(what, bytes_max, way_out)


def _declared(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _sender(request: Request) -> str:
    return f"http {request.client.host}" if request.client else "http"
