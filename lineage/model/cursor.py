"""Cursors of pages: the place in the order after which the next page starts, opaque to callers."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from lineage.errors import InvalidField

INTEGER_BITS = 63
"""The database's integers have so many bits and a sign."""


def encode(*place: Any) -> str:
    """Return the cursor of a place: the sort keys of the last item shown."""
    text = json.dumps(place, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """Return the place that a cursor holds; None for None. Raises InvalidField for anything that we did not make."""
    if cursor is None:
        return None
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        is_ours = [type(part) for part in place] == list(types) and all(map(_fits, place))
    except (ValueError, TypeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise InvalidField("cursor", cursor, "the next of an earlier page")
    return tuple(place)


def _fits(part: int | str) -> bool:
    """Say whether the database can take a part; ValueError for a text that is no Unicode."""
    if isinstance(part, int):
        return part.bit_length() <= INTEGER_BITS
    part.encode()
    return True
