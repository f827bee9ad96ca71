"""Reads a Cypher file as far as the house needs: its statements, and the words of the store that it uses.

No parser of Cypher: it knows the style that our files keep. A label or an edge type follows a colon without a
blank and begins with a capital; the colon of a map is followed by a blank.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

TEXT = re.compile(r"'(?:[^'\\]|\\.)*'")
COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
TYPES = re.compile(r"-\[(\w*):([A-Z_|]+)[^\]]*?(\{[^}]*\})?\]")
UNTYPED = re.compile(r"-\[(\w+)\]")
NODE = re.compile(r"(?<![\w])(?<!CALL )\((\w*)((?::[\w|]+)?)\s*(\{[^}]*\})?\)")
LABELLED = re.compile(r"\b(\w+):([A-Z]\w*(?:\|[A-Z]\w*)*)")
ACCESS = re.compile(r"\b(\w+)\.(\w+)\b")
PROJECTION = re.compile(r"\b(\w+) \{((?:[^{}]|\{[^{}]*\})*)\}")
SCHEMA = re.compile(r"FOR (?:\((\w+):(\w+)\)|\(\)-\[(\w+):(\w+)\]-\(\))")


Kinds = frozenset[str]
"""Labels or edge types that a variable can have; none when the file does not tell."""


@dataclass(frozen=True)
class Words:
    """Labels, edge types, and each key with the kinds of what it is asked of."""

    labels: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    keys: set[tuple[Kinds, str]] = field(default_factory=set)


def statements(text: str) -> list[str]:
    """Return the statements of a file, comments and quoted texts left out."""
    body = TEXT.sub("''", COMMENT.sub("", text))
    return [part for part in (piece.strip() for piece in body.split(";")) if part]


def words(text: str) -> Words:
    """Return the words of the store that a file uses."""
    found = Words()
    for statement in statements(text):
        _read(statement, found)
    return found


def _read(statement: str, found: Words) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for name, types, properties in TYPES.findall(statement):
        found.types.update(types.split("|"))
        kinds[name].update(types.split("|"))
        found.keys.update((frozenset(types.split("|")), key) for key in _keys(properties))
    for name in UNTYPED.findall(statement):
        kinds[name].update(())
    bare = TYPES.sub("-[]", statement)
    for name, labels, properties in NODE.findall(bare):
        labelled = [label for label in labels.strip(":").split("|") if label]
        found.labels.update(labelled)
        kinds[name].update(labelled)
        found.keys.update((frozenset(labelled), key) for key in _keys(properties))
    for name, labels in LABELLED.findall(bare):
        found.labels.update(labels.split("|"))
        if kinds.get(name):  # SET d:Label adds a kind; a question such as WHEN x:Job does not narrow an open one
            kinds[name].update(labels.split("|"))
    kinds.pop("", None)
    used = {*ACCESS.findall(statement), *_projected(statement)}
    found.keys.update((frozenset(kinds[name]), key) for name, key in used if name in kinds)


def _keys(properties: str) -> set[str]:
    return set(re.findall(r"[{,]\s*(\w+): ", properties))


def _projected(statement: str) -> list[tuple[str, str]]:
    """Return variable and key of ``d {.location, ...}``."""
    return [
        (name, key)
        for name, body in PROJECTION.findall(statement)
        for key in re.findall(r"(?<![\w)\]])\.(\w+)\b", body)
    ]
