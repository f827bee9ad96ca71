"""The folder of Cypher files: loaded and checked once, called by name.

A file's path is its name (``read/ancestors``). Its head comment is its documentation: one sentence, then the
parameters (``$name type: meaning``), then what comes back (``-> name: meaning``). A parameter that is used and not
declared, or declared and not used, is refused when the files are loaded, not when the question is asked.

A parameter of type ``name`` is a property key, which Cypher wants as a literal too; only plain words get there.

A parameter of type ``bound`` is the upper bound of a variable-length pattern, which Cypher wants as a literal; the
next greater of a few integers takes its place, so that the planner meets few texts.

A parameter of type ``piece`` is the place of another file's statement: a question that differs each time, as a search
does, is put together from files. Texts get there from files alone; values stay parameters, numbered by their piece.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, LiteralString

from lineage.errors import SchemaError, shown

_DECLARATION = re.compile(r"^// (\$[a-z_]+[^:\n]*)", re.MULTILINE)
_USED = re.compile(r"\$([a-z_]+)")
_PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_COMMENT = re.compile(r"^//.*\n", re.MULTILINE)

EDGES_MAX = 1_000_000
BOUNDS = (2, 4, 6, 10, 20, 40, 100, 1_000, EDGES_MAX)
"""The bounds that a walk can have, in edges; a processing step is two."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a question that was put together, or all of it, with the values of its parameters."""

    text: LiteralString
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """One file: its name, its documentation, its parameters and its statement."""

    name: str
    head: str
    parameters: frozenset[str]
    bounds: frozenset[str]
    statement: LiteralString
    kinds: Mapping[str, str] = field(default_factory=dict, repr=False)

    def piece(self, number: int | None = None, /, **given: Any) -> Piece:
        """Return the statement with a name or a piece in the place of each such parameter.

        All other parameters are values; a number behind their names keeps them apart from those of other pieces.
        Raises SchemaError for a name that is no plain word, and for pieces that give one parameter two values.
        """
        values: dict[str, Any] = {}

        def keep(name: str, value: Any) -> None:
            if values.setdefault(name, value) != value:
                raise SchemaError(f"{self.name}.cypher", f"is given two values for ${name}")

        def put(match: re.Match[str]) -> str:
            name = match[1]
            one, kind = given[name], self.kinds[name]
            if kind == "piece":
                for inner in one.values:
                    keep(inner, one.values[inner])
                return str(one.text)
            if kind == "name":
                return self._plain(one)
            numbered = name if number is None else f"{name}_{number}"
            keep(numbered, one)
            return f"${numbered}"

        return Piece(_USED.sub(put, self.statement), values)

    def named(self, name: str) -> LiteralString:
        """Return the statement about one property key; raises SchemaError for what is no plain word."""
        return self.statement.replace("$name", self._plain(name))

    def _plain(self, name: str) -> str:
        if not _PLAIN_WORD.fullmatch(name):
            raise SchemaError(f"{self.name}.cypher", f"takes a plain word as name, not {shown(name)}")
        return name

    def text(self, **bounds: int) -> LiteralString:
        """Return the statement, each bound parameter replaced by the next greater bound that a walk can have."""
        statement = self.statement
        for name in self.bounds:
            statement = statement.replace(f"${name}", f"{_next_bound(bounds[name])}")
        return statement


def folder() -> Path:
    """Return the folder of the Cypher files: beside the modules in a wheel, at the top of a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "cypher"
    return inside if inside.is_dir() else package.parent / "cypher"


@cache
def load() -> dict[str, Query]:
    """Return all queries by name, the schema files left out.

    Raises SchemaError for a file whose head and statement disagree.
    """
    root = folder()
    names = {path.relative_to(root).with_suffix("").as_posix(): path for path in root.glob("*/*.cypher")}
    return {name: parse(name, path.read_text()) for name, path in names.items() if not name.startswith("schema/")}


def parse(name: str, text: str) -> Query:
    """Read one file; raises SchemaError when declared and used parameters differ."""
    declared = _declared(text)
    statement = _COMMENT.sub("", text).strip().removesuffix(";")
    if not statement:
        raise SchemaError(f"{name}.cypher", "holds no statement")
    used = set(_USED.findall(statement))
    if missing := used - declared.keys():
        raise SchemaError(f"{name}.cypher", f"uses ${sorted(missing)[0]} without declaring it in its head")
    if unused := declared.keys() - used:
        raise SchemaError(f"{name}.cypher", f"declares ${sorted(unused)[0]} without using it")
    kinds = {parameter: kind.partition(":")[0] for parameter, kind in declared.items()}
    bounds = frozenset(parameter for parameter, kind in declared.items() if kind == "bound")
    head = "".join(_COMMENT.findall(text)).replace("// ", "")
    return Query(name, head, frozenset(used) - bounds, bounds, statement, kinds)


def _declared(text: str) -> dict[str, str]:
    """Return the parameters of a head with their types: ``$a integer, $b text: meaning``."""
    declared: dict[str, str] = {}
    for match in _DECLARATION.finditer(text):
        for part in match[1].split(", $"):
            name, _, kind = part.removeprefix("$").partition(" ")
            declared[name] = kind
    return declared


def _next_bound(edges: int) -> int:
    return next((bound for bound in BOUNDS if bound >= edges), EDGES_MAX)
