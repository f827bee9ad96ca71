"""The syntax tree of an expression, and the one spelling of it.

A condition on what a dataset does not have is false, so its ``not`` is true; ``!=`` is ``not =``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lineage.model.search.fields import KEYWORDS, Field

Operator = Literal["=", "!=", "<", "<=", ">", ">="]

_BARE = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./:+@-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A time as it was written: the first moment of it and the first after it, ISO 8601 UTC with microseconds."""

    text: str
    low: str
    high: str


Value = str | int | float | bool | Period


@dataclass(frozen=True, slots=True)
class Compare:
    """A field compared with a value in the field's unit."""

    field: Field
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field that has one of some values."""

    field: Field
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A text that begins with, ends with or contains another; the open ends are those with a ``*``."""

    field: Field
    text: str
    is_open_before: bool
    is_open_behind: bool


@dataclass(frozen=True, slots=True)
class Exists:
    """A field that has a value."""

    field: Field


@dataclass(frozen=True, slots=True)
class Under:
    """A folder, with all that is below it."""

    location: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand side by side; with `is_prefix` the beginning of one word."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What the item does not fit."""

    item: "Expression"


@dataclass(frozen=True, slots=True)
class All:
    """What all items fit; without items, everything."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one of two or more items fits."""

    items: tuple["Expression", ...]


Condition = Compare | OneOf | Like | Exists
Expression = Condition | Under | Words | Not | All | Any

EVERYTHING = All(())


def all_of(items: Iterable[Expression]) -> Expression:
    """Return what all items fit, without an ``and`` in an ``and``."""
    flat = tuple(part for item in items for part in (item.items if isinstance(item, All) else (item,)))
    return flat[0] if len(flat) == 1 else All(flat)


def any_of(items: Iterable[Expression]) -> Expression:
    """Return what one of the items fits, without an ``or`` in an ``or``."""
    flat = tuple(part for item in items for part in (item.items if isinstance(item, Any) else (item,)))
    return flat[0] if len(flat) == 1 else Any(flat)


def spelled(expression: Expression) -> str:
    """Return the one spelling of an expression; it is read as the same tree."""
    match expression:
        case All(items):
            return " and ".join(f"({spelled(item)})" if isinstance(item, Any) else spelled(item) for item in items)
        case Any(items):
            return " or ".join(map(spelled, items))
        case Not(item):
            return f"not ({spelled(item)})" if isinstance(item, All | Any) else f"not {spelled(item)}"
        case Words(words, is_prefix):
            return quoted(" ".join(words) + "*" * is_prefix)
        case Under(location):
            return f"under {word(location)}"
        case _:
            return _condition(expression)


def _condition(condition: Condition) -> str:
    match condition:
        case Compare(field, operator, value):
            return f"{field.name} {operator} {word(value)}"
        case OneOf(field, values):
            return f"{field.name} in ({', '.join(map(word, values))})"
        case Like(field, text, before, behind):
            return f"{field.name}: {quoted('*' * before + text + '*' * behind)}"
        case Exists(field):
            return f"exists {field.name}"


def word(value: Value) -> str:
    """Return a value as it is written in an expression, in quotes where it needs them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    text = value.text if isinstance(value, Period) else value
    return text if _BARE.fullmatch(text) and text.lower() not in KEYWORDS else quoted(text)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def fields_of(expression: Expression) -> list[Field]:
    """Return the fields that an expression asks about, once for each condition; words and folders are left out."""
    match expression:
        case All(items) | Any(items):
            return [field for item in items for field in fields_of(item)]
        case Not(item):
            return fields_of(item)
        case Words() | Under():
            return []
        case _:
            return [expression.field]
