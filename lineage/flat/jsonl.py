"""Rows as JSON Lines: an object a row, every column in it."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from lineage.flat.columns import NAMES, FlatRow, values

ROWS_AT_ONCE = 500
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def write(rows: Iterable[FlatRow]) -> Iterator[bytes]:
    """Yield the file in pieces."""
    rest = iter(rows)
    while chunk := list(islice(rest, ROWS_AT_ONCE)):
        yield "".join(_ENCODER.encode(dict(zip(NAMES, values(row), strict=True))) + "\n" for row in chunk).encode()
