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

XML = ("application/xml", "text/xml")
JSON = ("application/json",)
LINES = MEDIA_TYPES
ACCEPTED = (*XML, *JSON, *LINES)

ARRAY_MESSAGES = 4
"""A JSON array may have the bytes of so many messages of the largest size; it is read as a whole."""

ARRAY_ELEMENTS_MAX = 100_000
"""Elements of a JSON array at most; very many of very few bytes would cost far more memory than the body has bytes."""

LINE_MESSAGES = 4
"""A line may have the bytes of so many messages of the largest size to be refused alone, and kept whole."""

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
        """Yield the messages of JSON Lines, in flat memory."""
        return (Piece(line, self.sender) for line in lines(self.file))

    def pieces(self) -> tuple[list[Piece], bool]:
        """Return the messages of any other body, and whether it is one message rather than a list.

        Raises BodyTooLarge for one message beyond the limit, TooManyMessages for an array beyond its own.
        """
        data = self.file.read()
        found = split(data, ARRAY_ELEMENTS_MAX)
        is_single = found == [data]
        if is_single and len(data) > self.message_bytes_max:
            raise BodyTooLarge("one message", self.message_bytes_max, "it is no JSON array that can be read")
        return [Piece(piece, self.sender) for piece in found], is_single


async def received(request: Request, service: Service) -> AsyncIterator[Body]:
    """Take the body of a request; async, because only the event loop can read it.

    Raises UnknownMediaType, BodyTooLarge, and MissingField for an empty one.
    """
    media_type = _media_type(request)
    size = _Size(media_type, service.settings.message_bytes_max, _declared(request))
    with SpooledTemporaryFile(MEMORY_BYTES) as file:
        async for chunk in request.stream():
            size.take(chunk)
            if size.bytes > MEMORY_BYTES:  # on disk, which may make the event loop wait
                await run_in_threadpool(file.write, chunk)
            else:
                file.write(chunk)
        if not size.head:
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


class _Size:
    """Measures a body while it comes, so that one that is too large is refused before it is all there."""

    def __init__(self, media_type: str, message_bytes_max: int, declared_bytes: int) -> None:
        self.head = b""
        self.bytes = 0
        self._media_type = media_type
        self._one = message_bytes_max
        self._declared_bytes = declared_bytes
        self._line = 1
        self._line_bytes = 0

    def take(self, chunk: bytes) -> None:
        """Count a part of the body; raises BodyTooLarge."""
        self.head = self.head or chunk.lstrip(_BLANK)[:1]
        self.bytes += len(chunk)
        self._check_whole()
        if self._media_type in LINES:
            for number, part in enumerate(chunk.split(b"\n")):
                self._line += number > 0
                self._line_bytes = len(part) + (0 if number else self._line_bytes)
                self._check_line()

    def _check_whole(self) -> None:
        if self._media_type in LINES:
            what, messages, way_out = "JSON Lines", LINES_MESSAGES, "send them in several requests"
        elif self._media_type in JSON and self.head == b"[":
            what, messages, way_out = "a JSON array", ARRAY_MESSAGES, f"send JSON Lines ({LINES[0]})"
        else:
            what, messages, way_out = "one message", 1, "LINEAGE_MESSAGE_BYTES_MAX raises it"
        if max(self.bytes, self._declared_bytes) > messages * self._one:
            raise BodyTooLarge(what, messages * self._one, way_out)

    def _check_line(self) -> None:
        bytes_max = LINE_MESSAGES * self._one
        if self._line_bytes > bytes_max:
            way_out = "none of the lines was taken, so send them without it"
            raise BodyTooLarge("one of JSON Lines", bytes_max, way_out, line=self._line)


def _declared(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0


def _sender(request: Request) -> str:
    return f"http {request.client.host}" if request.client else "http"
