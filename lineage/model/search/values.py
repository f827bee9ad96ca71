"""Values of an expression by the type of their field: numbers in the field's unit, periods of time, words of a list.

A number of a known parameter is in the definition's unit, or carries one that SI prefixes turn into it. A date is the
whole day, month or year in UTC; a time without a zone is in UTC.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from lineage.errors import LineageError
from lineage.model.location import normalise
from lineage.model.search.fields import LOCATION, Field, Names
from lineage.model.search.tree import Period, Value
from lineage.model.search.units import convert

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
INTEGER_BITS = 63
TIME = "an ISO 8601 date or time from year 1 to 9998, such as 2024, 2024-05, 2024-05-31 or 2024-05-31T10:00:00Z"

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Unfit(Exception):
    """A value that its field cannot have; says what was expected."""


def number(field: Field, text: str, unit: str) -> int | float:
    """Return a number in the field's unit; an empty unit is the field's own."""
    if not NUMBER.fullmatch(text):
        raise Unfit(f"a number in {field.unit}" if field.unit else "a number")
    value: Decimal | None = Decimal(text)
    if unit and value is not None:
        if not field.unit:
            raise Unfit(f"no unit, because {field.name} has none")
        value = convert(value, unit, field.unit)
        if value is None:
            raise Unfit(f"a unit that fits {field.unit}")
    return _plain(Decimal(0) if value is None else value)


def _plain(value: Decimal) -> int | float:
    """Return an integer where the database can hold it, else a float."""
    if abs(value.adjusted()) < INTEGER_BITS and value == value.to_integral_value():
        whole = int(value)
        if whole.bit_length() <= INTEGER_BITS:
            return whole
    plain = float(value)
    if plain in {float("inf"), float("-inf")}:
        raise Unfit("a number below 1.8e308")
    return plain


def value(field: Field, text: str, names: Names) -> Value:
    """Return any other value; raises Unfit for one that the field cannot have."""
    match field.type:
        case "boolean":
            if text.lower() not in _BOOLEANS:
                raise Unfit("true or false")
            return _BOOLEANS[text.lower()]
        case "time":
            return period(text)
        case "word":
            if text not in field.choices:
                raise Unfit(f"{', '.join(field.choices[:-1])} or {field.choices[-1]}")
            return text
        case _:
            return location(text, names) if field == LOCATION else text


def location(text: str, names: Names) -> str:
    """Return a location as datasets have it."""
    try:
        return normalise(text, mount_prefixes=names.mount_prefixes)
    except LineageError as error:
        raise Unfit(str(error.facts.get("expected", "a location"))) from error


def period(text: str) -> Period:
    """Return the time that a text means, with its end: the next year, month, day or microsecond."""
    try:
        found = _DATE.fullmatch(text)
        low, high = _days(*found.groups()) if found else _moment(text)
    except (ValueError, OverflowError) as error:
        raise Unfit(TIME) from error
    return Period(text, _iso(low), _iso(high))


def _days(year: str, month: str | None, day: str | None) -> tuple[datetime, datetime]:
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        last = first + timedelta(days=1)
    elif month:
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    else:
        last = date(first.year + 1, 1, 1)
    return datetime(first.year, first.month, first.day), datetime(last.year, last.month, last.day)


def _moment(text: str) -> tuple[datetime, datetime]:
    time = datetime.fromisoformat(text)
    if time.tzinfo is not None:
        time = time.astimezone(UTC).replace(tzinfo=None)
    return time, time + timedelta(microseconds=1)


def _iso(time: datetime) -> str:
    return f"{time.isoformat(timespec='microseconds')}Z"
