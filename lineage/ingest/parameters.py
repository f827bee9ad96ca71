"""The parameters of a dataset: each name once, typed where the facility's definitions know it.

A value that is not of its defined type (``n/a`` for a number, NaN, an integer beyond 64 bits) is kept as text
among the others: nothing that a sender said is lost, and no number in the graph is a lie.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo

from lineage.errors import InvalidField, MissingField, shown
from lineage.ingest import times
from lineage.ingest.context import Context
from lineage.ingest.facts import ID_MAX, Said, integer, name
from lineage.model.message import Value

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def once(pairs: Iterable[tuple[Said, Said]]) -> dict[str, Said]:
    """Return the values by name; a name that stands twice with one value counts once.

    Raises MissingField for an empty name, InvalidField for a name with two values.
    """
    found: dict[str, Said] = {}
    for said_name, said_value in pairs:
        if said_name.is_blank:
            raise MissingField("name", within="parameter", line=said_name.line)
        key = name(said_name, "parameter name")
        known = found.setdefault(key, said_value)
        if known is not said_value and known.text.strip() != said_value.text.strip():
            both = f"{shown(known.text.strip())} and {shown(said_value.text.strip())}"
            raise InvalidField(key, both, "one value for a parameter that stands twice", line=said_value.line)
    return found


def typed(said: Mapping[str, Said], context: Context) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the parameters that the definitions know, typed, and all others as texts."""
    known: dict[str, Value] = {}
    others: dict[str, str] = {}
    for key, fact in said.items():
        definition = context.definitions.get(key)
        value = None if definition is None else _value(fact, definition.type, context.time_zone)
        if value is None:
            others[key] = fact.text.strip()
        else:
            known[key] = value
    return known, others


def boolean(text: str) -> bool | None:
    """Return what ``true``, ``false``, ``1`` or ``0`` says, in any case; None for other words."""
    return _BOOLEANS.get(text.strip().lower())


def _value(fact: Said, nexus_type: str, zone: tzinfo | None) -> Value | None:
    if nexus_type == "NX_DATE_TIME":
        return _time(fact, zone)
    return READERS.get(nexus_type, str)(fact.text.strip())


def _time(fact: Said, zone: tzinfo | None) -> str | None:
    try:
        return times.utc(fact, "time", zone)
    except InvalidField:
        return None


def _integer(text: str) -> int | None:
    number = integer(text)
    return number if number is not None and -ID_MAX - 1 <= number <= ID_MAX else None


def _number(text: str) -> float | None:
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else None


READERS: Mapping[str, Callable[[str], Value | None]] = {
    "NX_INT": _integer,
    "NX_FLOAT": _number,
    "NX_NUMBER": _number,
    "NX_BOOLEAN": boolean,
}
"""How a NeXus type is read; None says that the text is not of the type. Other types are texts."""
