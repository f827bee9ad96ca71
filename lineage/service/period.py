"""The bounds of a span of time as callers write them, in the one spelling that times are kept in."""

import re
from datetime import date, tzinfo

from lineage.errors import InvalidField
from lineage.ingest.facts import Said
from lineage.ingest.times import utc

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def beginning(field: str, text: str, zone: tzinfo | None) -> str:
    """Return the first moment that a bound includes: a bare day begins at midnight UTC.

    Raises InvalidField for what is neither a day nor a time, and for a time without a zone when none is given.
    """
    return _moment(field, text, zone, "00:00:00.000000")


def end(field: str, text: str, zone: tzinfo | None) -> str:
    """Return the last moment that a bound includes: a bare day ends with its last microsecond."""
    return _moment(field, text, zone, "23:59:59.999999")


def _moment(field: str, text: str, zone: tzinfo | None, time_of_day: str) -> str:
    if not _DAY.fullmatch(text):
        return utc(Said(text), field, zone)
    try:
        return f"{date.fromisoformat(text)}T{time_of_day}Z"
    except ValueError as error:
        raise InvalidField(field, text, "a day such as 2023-04-25, or a time with a zone") from error
