"""What a sender said, before it means anything: texts, each with the line it stood on.

Owns the rules that hold for every text of every format (outer white space, names, absent and empty). Formats
collect these facts; `dataset` and `investigation` make messages of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lineage.errors import InvalidField, MissingField

NAME_BYTES_MAX = 512
"""Keys of the graph hold up to three names, percent-encoded; Neo4j indexes at most 8 kB."""

ID_MAX = 2**63 - 1
"""Largest integer that the database and ICAT hold."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the line it stood on; line is None where a format has no lines."""

    text: str
    line: int | None = None

    @property
    def is_blank(self) -> bool:
        """True for an empty text and for one of white space alone."""
        return not self.text.strip()


def required(said: Mapping[str, Said], field: str, *, within: str, line: int | None = None) -> Said:
    """Return a field that must be there; raises MissingField with the field's line, or else the given one."""
    fact = said.get(field)
    if fact is None or fact.is_blank:
        raise MissingField(field, within=within, line=line if fact is None else fact.line)
    return fact


def name(fact: Said, field: str) -> str:
    """Return a name without its outer white space.

    Raises InvalidField for control characters (NUL among them) and for more than 512 bytes of UTF-8.
    """
    text = fact.text.strip()
    if _CONTROL.search(text):
        raise InvalidField(field, text, "a name without control characters", line=fact.line)
    if len(text.encode()) > NAME_BYTES_MAX:
        raise InvalidField(field, text, f"a name of at most {NAME_BYTES_MAX} bytes", line=fact.line)
    return text


def positive_id(fact: Said, field: str) -> int:
    """Return an ICAT id: an integer from 1 to 2**63-1; raises InvalidField for anything else."""
    number = integer(fact.text)
    if number is None or not 0 < number <= ID_MAX:
        raise InvalidField(field, fact.text, "an ICAT id, a positive integer", line=fact.line)
    return number


def integer(text: str) -> int | None:
    """Return the integer that a text spells in ASCII digits, 4,000 at most; None for other texts."""
    stripped = text.strip()
    return int(stripped) if _INTEGER.fullmatch(stripped) else None


def without_layout(text: str) -> str:
    """Drop white space at either end that holds a line break: layout of the file, no part of a path.

    Blanks alone stay, because a folder may end with one.
    """
    head = len(text) - len(text.lstrip())
    if "\n" in text[:head]:
        text = text[head:]
    tail = len(text.rstrip())
    return text[:tail] if "\n" in text[tail:] else text
