"""Messages as they are sent: many in one request as JSON Lines where they fit a line, else one a request.

The bytes of a message are never changed, so a refused one has the same key whichever way it went.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from lineage.errors import LineageError
from lineage.model.answers import Receipt

LINES_MAX = 1000
LOAD_BYTES_MAX = 4 * 2**20
"""A request of lines is closed when it has so many; the receipts of one come before the next is sent."""

LINES, XML, JSON = "application/jsonl", "application/xml", "application/json"


class HasBody(Protocol):
    """A message with its bytes, such as `lineage.intake.Piece`."""

    @property
    def body(self) -> bytes:
        """The bytes."""
        ...


Message = bytes | Mapping[str, Any] | HasBody
"""A message: its bytes, in XML or JSON, or the object of the JSON form."""


@dataclass(frozen=True, slots=True)
class Load:
    """The messages of one request."""

    bodies: tuple[bytes, ...]
    media_type: str

    @property
    def content(self) -> bytes:
        """The body of the request."""
        return b"".join(body + b"\n" for body in self.bodies) if self.media_type == LINES else self.bodies[0]

    def one_by_one(self) -> Iterator["Load"]:
        """Yield the messages of lines again, a request each."""
        return map(_alone, self.bodies)


def loads(messages: Iterable[Message]) -> Iterator[Load]:
    """Yield requests that hold the messages in their order, in flat memory."""
    lines: list[bytes] = []
    size_bytes = 0
    for message in messages:
        body = _body(message)
        fits_a_line = bool(body.strip()) and b"\n" not in body
        if lines and (not fits_a_line or len(lines) == LINES_MAX or size_bytes + len(body) > LOAD_BYTES_MAX):
            yield Load(tuple(lines), LINES)
            lines, size_bytes = [], 0
        if fits_a_line:
            lines.append(body)
            size_bytes += len(body) + 1
        else:
            yield _alone(body)
    if lines:
        yield Load(tuple(lines), LINES)


def refusal(error: LineageError, body: bytes | None = None) -> Receipt:
    """Return the receipt of a message that was refused with an error; `key` among its facts names it on the desk.

    One that was too large, or empty, is not on the desk; its key is that of its `body`.
    """
    facts = dict(error.facts)
    key = facts.pop("key", None) or sha256(body or b"").hexdigest()
    return Receipt(status="rejected", key=str(key), code=error.code, message=error.message, facts=facts)


def _body(message: Message) -> bytes:
    if isinstance(message, bytes):
        return message
    if isinstance(message, Mapping):
        return json.dumps(message, ensure_ascii=False).encode()
    return message.body


def _alone(body: bytes) -> Load:
    return Load((body,), XML if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else JSON)
