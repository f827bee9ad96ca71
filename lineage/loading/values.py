"""Parameters of a dump's line to the values that the graph holds: typed by the definitions, or texts."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from lineage.dump import Door
from lineage.ingest import Context, parameters, times
from lineage.ingest.facts import ID_MAX, Said, name
from lineage.model.location import normalise
from lineage.model.message import Value

REMEMBERED = 20_000
CSV_TYPES = {"NX_INT": "long", "NX_FLOAT": "double", "NX_NUMBER": "double", "NX_BOOLEAN": "boolean"}
"""How the importer names the type of a parameter; texts for all others."""


def door(context: Context) -> Door:
    """Return how locations, times and names are read in this installation; what came a moment ago is remembered."""
    remembered = lru_cache(REMEMBERED)
    return Door(
        location=remembered(lambda text, field: normalise(text, field=field, mount_prefixes=context.mount_prefixes)),
        time=remembered(partial(_time, context)),
        name=remembered(lambda text, field: name(Said(text), field)),
    )


def _time(context: Context, text: str, field: str) -> str:
    return times.utc(Said(text), field, context.time_zone)


def csv_types(context: Context) -> dict[str, str]:
    """Return the importer's type of every parameter that the definitions know."""
    return {known: CSV_TYPES.get(found.type, "string") for known, found in context.definitions.items()}


def typed(said: Mapping[str, Any], context: Context) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the parameters that the definitions know, typed, and all others as texts."""
    known: dict[str, Value] = {}
    others: dict[str, str] = {}
    definitions = context.definitions
    for key, value in said.items():
        if key not in definitions:
            others[key] = spelled(value)
            continue
        found = FAST.get(definitions[key].type, _text)(value)
        if found is not None:
            known[key] = found
        else:
            more_known, more_others = parameters.typed({key: Said(spelled(value))}, context)
            known |= more_known
            others |= more_others
    return known, others


def spelled(value: object) -> str:
    """Spell a value as a message does."""
    if isinstance(value, str):
        return value.strip()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return float(value) if type(value) is float and value - value == 0 else None


def _integer(value: object) -> int | None:
    return value if type(value) is int and -ID_MAX - 1 <= value <= ID_MAX else None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _slow(_value: object) -> None:
    return None


FAST: Mapping[str, Callable[[object], Value | None]] = {
    "NX_INT": _integer,
    "NX_FLOAT": _number,
    "NX_NUMBER": _number,
    "NX_BOOLEAN": _boolean,
    "NX_DATE_TIME": _slow,
}
"""How a value that has the right type already is taken; None leaves it to the way of messages."""
