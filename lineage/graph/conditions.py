"""An expression as a condition of a query: each part of the tree is one file of ``cypher/search``.

Property keys get into the text as plain words, made of field words and of names of the definitions file; values are
parameters, always.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import count
from typing import Any as Anything

from lineage.graph.queries import Piece, load
from lineage.graph.rows import PARAMETER_PREFIX
from lineage.model.search.fields import LOCATION, Field
from lineage.model.search.tree import (
    All,
    Any,
    Compare,
    Condition,
    Exists,
    Expression,
    Like,
    Not,
    OneOf,
    Period,
    Under,
    Value,
    Words,
)
from lineage.model.search.versions import version_key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field that is beside the dataset is found: what of, where a search starts from it, its property key."""

    beside: str
    start: str
    key: str = "name"


PLACES: Mapping[str, Place] = {
    "investigation": Place("search/of_investigation", "search/from_investigation"),
    "sample": Place("search/of_sample", "search/from_sample"),
    "instrument": Place("search/of_instrument", "search/from_instrument"),
    "technique": Place("search/of_technique", "search/from_technique", "pid"),
    "application": Place("search/of_application", "search/from_application"),
    "version": Place("search/of_application", "search/from_application", "version"),
    "status": Place("search/of_job", "search/from_job", "status"),
}

KEYS: Mapping[str, str] = {
    "text": "words",
    "start": "start_time",
    "end": "end_time",
    "files": "file_count",
    "volume": "volume_bytes",
    "complete": "is_complete",
    "archive": "archive_status",
}
"""Property keys of datasets that are not spelled as their field word."""

ORDERS: Mapping[str, str] = {
    "<": "search/less",
    "<=": "search/at_most",
    ">": "search/greater",
    ">=": "search/at_least",
}
PERIOD_ORDERS: Mapping[str, tuple[str, str]] = {
    "<": ("search/less", "low"),
    "<=": ("search/less", "high"),
    ">": ("search/at_least", "high"),
    ">=": ("search/at_least", "low"),
}
"""A period is less than what begins at its end or later, and greater than what begins before it."""

SIGN_AFTER_SLASH = chr(ord("/") + 1)
LAST_SIGN = chr(sys.maxunicode)


def key_of(field: Field) -> str:
    """Return the property key of a field that is on the dataset itself."""
    return f"{PARAMETER_PREFIX}{field.name}" if field.is_parameter else KEYS.get(field.name, field.name)


def _place(field: Field) -> Place | None:
    return None if field.is_parameter else PLACES.get(field.name)


class Conditions:
    """Makes the conditions of one question; each value gets a number of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def piece(self, name: str, /, **given: Anything) -> Piece:
        """Return the statement of a file, put together."""
        return load()[name].piece(next(self._numbers), **given)

    def both(self, pieces: Iterable[Piece]) -> Piece:
        """Return what is true when all are."""
        parts = list(pieces)
        if not parts:
            return self.piece("search/anything")
        return reduce(lambda left, right: self.piece("search/both", left=left, right=right), parts)

    def of(self, expression: Expression) -> Piece:
        """Return the condition of a tree."""
        match expression:
            case All(items):
                return self.both(map(self.of, items))
            case Any(items):
                return reduce(
                    lambda left, right: self.piece("search/either", left=left, right=right), map(self.of, items)
                )
            case Not(item):
                return self.piece("search/unless", condition=self.of(item))
            case Under(location):
                return self._within(location, f"{location}/", f"{location}{SIGN_AFTER_SLASH}")
            case Words(words, is_prefix):
                return self.piece("search/words", phrase=f" {' '.join(words)}{'' if is_prefix else ' '}")
            case _:
                return self._of_field(expression)

    def _of_field(self, condition: Condition) -> Piece:
        if isinstance(condition, Compare) and condition.operator == "!=":
            return self.of(Not(Compare(condition.field, "=", condition.value)))
        test = self.test(condition)
        place = _place(condition.field)
        return self.piece(place.beside, test=test) if place else test

    def test(self, condition: Condition, beside: str = "x") -> Piece:
        """Return the test of a field, on d or on what is beside it under the name `beside`."""
        match condition:
            case Compare(field, operator, value):
                return self._compared(field, operator, value, beside)
            case OneOf(field, values):
                return self.one_of(field, values, beside)
            case Like(field, text, False, True) if field == LOCATION:
                return self._within(text, text, f"{text}{LAST_SIGN}")
            case Like(field, text, is_open_before, is_open_behind):
                both_open = is_open_before and is_open_behind
                name = "search/contains" if both_open else "search/ends" if is_open_before else "search/begins"
                return self.piece(name, subject=self._subject(field, beside), value=text)
            case Exists(field):
                return self.piece("search/exists", subject=self._subject(field, beside))

    def _within(self, location: str, below: str, end: str) -> Piece:
        return self.piece("search/within", location=location, below=below, end=end)

    def _compared(self, field: Field, operator: str, value: Value, beside: str) -> Piece:
        if isinstance(value, Period):
            if operator == "=":
                return self.both([self._compared(field, order, value, beside) for order in (">=", "<=")])
            name, end = PERIOD_ORDERS[operator]
            return self.piece(name, subject=self._subject(field, beside), value=getattr(value, end))
        if operator == "=":
            return self.one_of(field, [value], beside)
        is_version = field.type == "version"
        subject = self._subject(field, beside, "search/version_key" if is_version else "search/property")
        return self.piece(ORDERS[operator], subject=subject, value=version_key(str(value)) if is_version else value)

    def one_of(self, field: Field, values: Iterable[Value], beside: str = "x") -> Piece:
        """Return the test for one of some values."""
        return self.piece("search/one_of", subject=self._subject(field, beside), values=list(values))

    def _subject(self, field: Field, beside: str, name: str = "search/property") -> Piece:
        if place := _place(field):
            return self.piece(name, thing=beside, key=place.key)
        return self.piece(name, thing="d", key=key_of(field))
