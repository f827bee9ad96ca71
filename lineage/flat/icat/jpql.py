"""Texts of ICAT's questions (JPQL). Its interface takes no parameters: a value becomes a literal here, nowhere else.

A quote inside of a literal is written twice; every other character stands for itself. Control characters never stand in
a name, and are refused.
"""

from collections.abc import Iterable

from lineage.errors import IcatRefused, shown

_FIRST_PRINTABLE = " "


def literal(value: str | int) -> str:
    """Return a value as it stands in a question; raises IcatRefused for a text that cannot."""
    if isinstance(value, int):
        return str(int(value))
    if any(char < _FIRST_PRINTABLE for char in value):
        raise IcatRefused(400, "BAD_PARAMETER", f"{shown(value)} cannot be asked for: it holds a control character")
    return "'" + value.replace("'", "''") + "'"


def listed(values: Iterable[str | int]) -> str:
    """Return values as the list of an IN, with its brackets."""
    return f"({','.join(map(literal, values))})"
