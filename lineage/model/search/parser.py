"""Reads an expression into its tree, by recursive descent; the grammar is in ``docs/search.md``."""

import re
from collections.abc import Callable
from typing import TypeVar

from lineage.errors import InvalidExpression
from lineage.model.search import values
from lineage.model.search.fields import KEYWORDS, OPERATORS, TEXT, Field, Names
from lineage.model.search.scanner import Scanner, Word
from lineage.model.search.tree import (
    EVERYTHING,
    Compare,
    Exists,
    Expression,
    Like,
    Not,
    OneOf,
    Under,
    Value,
    Words,
    all_of,
    any_of,
)
from lineage.model.words import words

Read = TypeVar("Read")

CHARS_MAX = 4_000
DEPTH_MAX = 20
CONDITIONS_MAX = 32

_END = r"(?=[\s(),\"'=<>!]|$)"
_AND, _OR, _NOT, _IN, _EXISTS, _UNDER = (
    re.compile(word + _END, re.IGNORECASE) for word in ("and", "or", "not", "in", "exists", "under")
)
_OPERATOR = re.compile(r"<=|>=|!=|[=<>:]")
_NAMED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*(?:[=<>:]|!=|(?:not\s+)?in(?=[\s(]|$))", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[^\s(),\"'=<>!:]+")
_OPEN, _CLOSE, _COMMA = (re.compile(sign) for sign in (r"\(", r"\)", ","))
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse(text: str, names: Names) -> Expression:
    """Return the tree of an expression; an empty one is everything.

    Raises InvalidExpression, which tells the place and what was expected there.
    """
    if len(text) > CHARS_MAX:
        raise InvalidExpression(text, CHARS_MAX, "", f"the end: an expression has at most {CHARS_MAX} characters")
    scanner = Scanner(text)
    if surrogate := _SURROGATE.search(text):
        scanner.fail("Unicode text", surrogate.start())
    if scanner.is_at_end:
        return EVERYTHING
    parser = _Parser(scanner, names)
    found = parser.any()
    if not scanner.is_at_end:
        scanner.fail("and, or, or the end")
    return found


class _Parser:
    """One reading; `depth` counts what is open, `conditions` what was met."""

    def __init__(self, scanner: Scanner, names: Names) -> None:
        self.scanner = scanner
        self.names = names
        self.depth = 0
        self.conditions = 0

    def any(self) -> Expression:
        items = [self.all()]
        while self.scanner.take(_OR):
            items.append(self.all())
        return any_of(items)

    def all(self) -> Expression:
        items = [self.item()]
        while self.scanner.take(_AND):
            items.append(self.item())
        return all_of(items)

    def item(self) -> Expression:
        if self.scanner.sees(_NOT):
            self._enter()
            self.scanner.take(_NOT)
            found: Expression = Not(self.item())
        elif self.scanner.sees(_OPEN):
            self._enter()
            self.scanner.take(_OPEN)
            found = self.any()
            self._close("and, or, or )")
        else:
            return self.condition()
        self.depth -= 1
        return found

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            self.scanner.fail(f"at most {DEPTH_MAX} of ( and not within one another")

    def _close(self, expected: str) -> None:
        if not self.scanner.take(_CLOSE):
            self.scanner.fail(expected)

    def condition(self) -> Expression:
        self._count()
        if self.scanner.take(_EXISTS):
            return Exists(self._field())
        if self.scanner.take(_UNDER):
            path = self._word("a folder")
            return Under(self._fit(path.position, lambda: values.location(path.text, self.names)))
        if self.scanner.sees(_NAMED):
            return self._test(self._field())
        return self._free()

    def _count(self) -> None:
        self.conditions += 1
        if self.conditions > CONDITIONS_MAX:
            self.scanner.fail(f"at most {CONDITIONS_MAX} conditions")

    def _field(self) -> Field:
        position = self.scanner.position
        name = self.scanner.take(_NAME)
        if name is None:
            self.scanner.fail("the name of a field")
        if name not in self.names.fields:
            near = self.names.nearest(name)
            like = f" ({', '.join(near)}?)" if near else ""
            self.scanner.fail(f"a field word or the name of a known parameter{like}", position)
        return self.names.fields[name]

    def _test(self, field: Field) -> Expression:
        position = self.scanner.position
        is_not = bool(self.scanner.take(_NOT))
        operator = "in" if self.scanner.take(_IN) else str(self.scanner.take(_OPERATOR))
        if operator not in OPERATORS[field.type]:
            self.scanner.fail(f"{' '.join(OPERATORS[field.type])} after {field.name}", position)
        if operator == "in":
            found = self._one_of(field)
        elif field == TEXT:
            found = self._words(self._word("a text"))
        elif operator == ":":
            found = self._like(field)
        else:
            found = Compare(field, operator, self._value(field))  # type: ignore[arg-type]
        return Not(found) if is_not else found

    def _one_of(self, field: Field) -> Expression:
        if not self.scanner.take(_OPEN):
            self.scanner.fail("( and values")
        items = [self._value(field)]
        while self.scanner.take(_COMMA):
            items.append(self._value(field))
        self._close("a comma or )")
        return OneOf(field, tuple(items))

    def _like(self, field: Field) -> Expression:
        word = self._word("a text")
        text = word.text.removeprefix("*").removesuffix("*")
        if not text or "*" in text:
            self.scanner.fail("a text with a * at its beginning, at its end, or at both", word.position)
        if text == word.text:
            return Compare(field, "=", self._fit(word.position, lambda: values.value(field, text, self.names)))
        return Like(field, text, word.text.startswith("*"), word.text.endswith("*"))

    def _value(self, field: Field) -> Value:
        word = self._word(f"a value of {field.name}")
        if field.type != "number":
            return self._fit(word.position, lambda: values.value(field, word.text, self.names))
        digits = values.NUMBER.match(word.text)
        if digits is None:
            self._fit(word.position, lambda: values.number(field, word.text, ""))
        end = digits.end() if digits else 0
        unit = Word(word.text[end:], word.position + end)
        if not unit.text and not self._sees_keyword():
            unit = self.scanner.word() or unit
        at = unit.position if unit.text else word.position
        return self._fit(at, lambda: values.number(field, word.text[:end], unit.text.strip()))

    def _sees_keyword(self) -> bool:
        return any(self.scanner.sees(keyword) for keyword in (_AND, _OR, _NOT))

    def _fit(self, position: int, read: Callable[[], Read]) -> Read:
        try:
            return read()
        except values.Unfit as error:
            self.scanner.fail(str(error), position)

    def _word(self, expected: str) -> Word:
        position = self.scanner.position
        found = self.scanner.word()
        if found is None or (not found.is_quoted and found.text.lower() in KEYWORDS):
            self.scanner.fail(expected, position)
        return found

    def _free(self) -> Expression:
        """Read words that stand free, until something else comes."""
        found = [self._free_word()]
        while not self.scanner.is_at_end and not self._sees_keyword() and not self.scanner.sees(_NAMED):
            if self.scanner.sees(_CLOSE):
                break
            self._count()
            found.append(self._free_word())
        return all_of(found)

    def _free_word(self) -> Expression:
        word = self._word("a condition")
        field = None if word.is_quoted else self.names.fields.get(word.text)
        if field:
            self.scanner.fail(f"{' '.join(OPERATORS[field.type])} after {field.name}, or {field.name} in quotes")
        return self._words(word)

    def _words(self, word: Word) -> Words:
        is_prefix = word.text.endswith("*")
        found = words(word.text)
        if not found:
            self.scanner.fail("a letter or a digit", word.position)
        if is_prefix and len(found) > 1:
            self.scanner.fail("one word before the *", word.position)
        return Words(found, is_prefix)
