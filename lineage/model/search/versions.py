"""The order of versions, as a text that sorts as they do.

A version is its numbers and its words: ``3.1-beta2`` is 3, 1, beta, 2. Numbers compare as numbers, a word is less than
any number, what is missing is 0: ``3.1-beta < 3.1 = 3.1.0 < 3.1.1 < 3.10``. A leading ``v`` and case do not count. Ten
parts count. A text without numbers is its words, which compare as texts; an empty one has no place in the order.
``search/version_key`` says the same to the database.
"""

import re

PARTS_MAX = 10
DIGITS_MAX = 20

_PART = re.compile(r"[0-9]+|[a-z]+")


def version_key(version: str) -> str:
    """Return the text by which a version is compared."""
    parts = [*_PART.findall(version.lower().removeprefix("v")), *["0"] * PARTS_MAX]
    return "".join(map(_key, parts[:PARTS_MAX]))


def _key(part: str) -> str:
    return f"1{part.rjust(DIGITS_MAX, '0')[-DIGITS_MAX:]}" if part.isdecimal() else f"0{part} "
