"""Values as they come in JSON, read as the server reads them, with its errors."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.flat.icat.double.entities import Attribute, Entity
from tests.flat.icat.double.store import written
from tests.flat.icat.double.trouble import UNFINISHED, Trouble, bad

DATE = re.compile(r"(\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d+)(Z|[+-]\d\d:\d\d)")
YEARS = range(1, 10_000)


class OutOfRange(Exception):
    """A date that the database does not take."""


def as_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def parsed(entity: Entity, attribute: Attribute, value: Any) -> object:
    """Return what the column gets."""
    if value is None:
        return None
    match attribute.kind:
        case "string":
            return value if isinstance(value, str) else _unfinished()
        case "boolean":
            if not isinstance(value, bool):
                raise bad(f"Field {attribute.name} must be true or false in {entity.name}")
            return int(value)
        case "date":
            return _date(value)
        case _:
            return value if isinstance(value, int | float) and not isinstance(value, bool) else _unfinished()


def check(entity: Entity, values: dict[str, Any]) -> None:
    """Raise what the server finds in a row before it goes to the database."""
    for attribute in entity.attributes:
        value = values.get(attribute.name)
        if value is None and attribute.is_needed:
            raise Trouble("VALIDATION", f"{entity.name}: {attribute.name} cannot be null.")
        if isinstance(value, str) and attribute.kind == "string" and len(value) > attribute.length:
            limit = f"cannot have length > {attribute.length}"
            raise Trouble("VALIDATION", f"{entity.name}: {attribute.name} {limit}")
    for reference in entity.references:
        if reference.is_needed and values.get(reference.name) is None:
            raise Trouble("VALIDATION", f"{entity.name}: {reference.name} cannot be null.")


def _unfinished() -> object:
    raise Trouble("INTERNAL", UNFINISHED)


def _date(value: Any) -> str:
    match = DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise bad(f"Badly formatted date {as_json(value)}")
    year, month, day, hour, minute, second, fraction = (int(part) for part in match.groups()[:7])
    if year not in YEARS:
        raise OutOfRange
    start = datetime(year, month, 1, tzinfo=UTC)
    # the digits after the point are milliseconds however many they are; days run on into the next month
    return written(
        start
        + timedelta(days=day - 1, hours=hour, minutes=minute, seconds=second, milliseconds=fraction)
        - _offset(match[8])
    )


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
