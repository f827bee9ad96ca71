"""The text of an expression and the place that has been read up to; every complaint points at a place."""

import re
from dataclasses import dataclass
from typing import NoReturn

from lineage.errors import InvalidExpression

_BLANK = re.compile(r"\s*")
_BARE = re.compile(r"""[^\s(),"'=<>!]+""")
_SINGLE = re.compile(r"""'((?:[^'\\]|\\.)*)'""", re.DOTALL)
_DOUBLE = re.compile(r'''"((?:[^"\\]|\\.)*)"''', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SEEN = re.compile(r"[\w.*/+-]+|.?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an expression: what it says, where it begins, and whether it stood in quotes."""

    text: str
    position: int
    is_quoted: bool = False


class Scanner:
    """Reads words and signs from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._skip()

    def _skip(self) -> None:
        blank = _BLANK.match(self.text, self.position)
        self.position = blank.end() if blank else self.position

    @property
    def is_at_end(self) -> bool:
        """True when all was read."""
        return self.position == len(self.text)

    def sees(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what comes next if it fits; nothing is read."""
        return pattern.match(self.text, self.position)

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Read what comes next if it fits, and the blanks behind it."""
        found = self.sees(pattern)
        if found is None:
            return None
        self.position = found.end()
        self._skip()
        return found.group()

    def word(self) -> Word | None:
        """Read a word, bare or in quotes; in quotes a backslash takes the next character as it is."""
        position = self.position
        sign = self.text[position : position + 1]
        if sign not in {'"', "'"}:
            bare = self.take(_BARE)
            return Word(bare, position) if bare else None
        found = self.sees(_DOUBLE if sign == '"' else _SINGLE)
        if found is None:
            self.fail(f"a closing {sign}", len(self.text))
        self.position = found.end()
        self._skip()
        return Word(_ESCAPE.sub(r"\1", found.group(1)), position, is_quoted=True)

    def fail(self, expected: str, position: int | None = None) -> NoReturn:
        """Refuse the expression: at this place something else was expected."""
        at = self.position if position is None else position
        seen = _SEEN.match(self.text, at)
        raise InvalidExpression(self.text, at, seen.group() if seen else "", expected)
