"""Bytes to pieces, one a message, so that a broken message spoils no other.

==========================================  =======================================================
bytes                                       pieces
==========================================  =======================================================
an XML document                             the document
a JSON array                                each element, as it stands
one JSON value over any number of lines     the value
JSON Lines                                  each non-empty line, the broken ones too
anything else                               all of it, to be refused as one
==========================================  =======================================================

JSON Lines are known by a line that is a whole JSON object where the text as a whole is no JSON value. An
array that is broken anywhere is one piece: which elements it was meant to hold is not guessed.
"""

import json
from collections.abc import Iterator
from typing import IO

from lineage.errors import TooManyMessages
from lineage.ingest.xml import is_xml

WAY_OUT = "send JSON Lines (application/jsonl)"
_BLANK = " \t\r\n"
_DECODER = json.JSONDecoder()


def split(data: bytes, pieces_max: int | None = None) -> list[bytes]:
    """Return the messages in some bytes. Empty bytes are one piece, an empty array is none.

    Never raises without `pieces_max`; with it TooManyMessages, before memory is spent on more pieces than that.
    """
    if is_xml(data):
        return [data]
    try:
        text = data.decode("utf-8-sig").strip(_BLANK)
    except UnicodeDecodeError:
        return _lines_or_all(data, pieces_max)
    if text.startswith("["):
        elements = _elements(text, pieces_max)
        return [data] if elements is None else elements
    if _end_of_value(text, 0) == len(text):
        return [data]
    return _lines_or_all(data, pieces_max)


def lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the non-empty lines of a stream of JSON Lines without their ends, one at a time in memory."""
    return (line.rstrip(b"\r\n") for line in stream if line.strip())


def _lines_or_all(data: bytes, pieces_max: int | None) -> list[bytes]:
    if pieces_max is not None and data.count(b"\n") > pieces_max:
        raise TooManyMessages(pieces_max, WAY_OUT)
    found = [line for line in data.splitlines() if line.strip()]
    return found if any(_is_object(line) for line in found) else [data]


def _is_object(line: bytes) -> bool:
    if not line.startswith(b"{"):
        return False
    try:
        text = line.decode().rstrip(_BLANK)
    except UnicodeDecodeError:
        return False
    return _end_of_value(text, 0) == len(text)


def _elements(text: str, pieces_max: int | None) -> list[bytes] | None:
    """Return the elements of a JSON array; None when it is broken."""
    found: list[bytes] = []
    start = _after_blank(text, 1)
    if text[start : start + 1] == "]":
        return found if start + 1 == len(text) else None
    while (end := _end_of_value(text, start)) is not None:
        if len(found) == pieces_max:
            raise TooManyMessages(pieces_max, WAY_OUT)
        found.append(text[start:end].encode())
        start = _after_blank(text, end)
        if start == len(text) - 1 and text[start] == "]":
            return found
        if text[start : start + 1] != ",":
            return None
        start = _after_blank(text, start + 1)
    return None


def _after_blank(text: str, start: int) -> int:
    while text[start : start + 1] and text[start] in _BLANK:
        start += 1
    return start


def _end_of_value(text: str, start: int) -> int | None:
    """Return where the JSON value that starts here ends; None when there is none."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None
