"""Small plots as numbers for templates: lengths in the units of their drawing."""

from dataclasses import dataclass

from lineage.model import answers

LENGTH = 100
HEIGHT = 80
COLUMN = 14
GAP = 4
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One value with its bar; `expression` is the search that finds it."""

    label: str
    count: int
    length: float
    expression: str
    at: float = 0


def bars(facet: answers.Facet) -> list[Bar]:
    """Return a bar for each value, the longest first, relative to the longest."""
    most = max((one.count for one in facet.values), default=1)
    return [_bar(one, round(LENGTH * one.count / most, 2), 0) for one in facet.values]


def columns(facet: answers.Facet) -> list[Bar]:
    """Return a column for each of the latest months that have any, in the order of time."""
    found = sorted((one for one in facet.values if one.value), key=lambda one: str(one.value))[-MONTHS_SHOWN:]
    most = max((one.count for one in found), default=1)
    return [
        _bar(one, max(round(HEIGHT * one.count / most, 2), 1), place * (COLUMN + GAP))
        for place, one in enumerate(found)
    ]


def _bar(one: answers.FacetValue, length: float, at: float) -> Bar:
    return Bar(one.value or "none", one.count, length, one.expression, at)
