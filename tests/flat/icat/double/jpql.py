"""Questions: the part of JPQL that is asked of ICAT, made SQL.

Paths become joins, every other word is SQL's own. Of functions there are aggregates, LOWER and UPPER.
"""
# ruff: noqa: S608 - names come from `entities`

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.flat.icat.double.entities import ENTITIES, SERVER_FIELDS, Attribute, Children, Reference
from tests.flat.icat.double.trouble import Trouble, bad

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<time>\{ts (?P<when>[^}]*)\})|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z_]\w*(?:\.\w+)*)|(?P<sign><>|<=|>=|[=<>(),*+-]))"
)
CLAUSES = ("SELECT", "FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "INCLUDE")
PLAIN = {"AND", "OR", "NOT", "IN", "LIKE", "IS", "NULL", "BETWEEN", "ASC", "DESC", "BY", "DISTINCT", "TRUE", "FALSE"}
AGGREGATES = {"COUNT", "MAX", "MIN", "SUM", "AVG"}
FUNCTIONS = AGGREGATES | {"LOWER", "UPPER"}
Condition = Callable[[str, str], str]


@dataclass
class Item:
    """What is selected: SQL, and the kind of the value; an entity when `entity` is set."""

    sql: str
    kind: str
    entity: str | None = None
    is_aggregate: bool = False


@dataclass
class Question:
    """A compiled question."""

    sql: str
    items: list[Item]
    include: dict[str, dict[str, object]] = field(default_factory=dict)
    limit: int | None = None

    @property
    def entity(self) -> str | None:
        """The entity that is asked for, when it is no tuple."""
        return self.items[0].entity

    @property
    def is_count(self) -> bool:
        return all(item.is_aggregate for item in self.items)


def compiled(text: str, condition: Condition) -> Question:
    """Return a question as SQL; `condition` gives what must hold for the rows of an entity under an alias."""
    tokens = _tokens(text)
    if not tokens:
        raise bad("Attempt to read beyond end")
    if tokens[0].upper() != "SELECT":
        raise bad(f"{tokens[0]} is not an ICAT entity")
    clauses = _clauses(tokens)
    if not clauses.get("FROM") or not clauses.get("WHERE", ["-"]):
        raise bad(f"Syntax error parsing [{text}]")
    return _Compiler(condition).question(clauses)


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            if text[at] == "'":
                raise bad(f"Unexpected end of string in state INQUOTES for string: {text}")
            near = text[max(at - 4, 0) : at + 5]
            raise bad(f"Unexpected character '{text[at]}' near \"{near}\" in state NONE for string: {text}")
        if match["time"]:
            found.append("'" + match["when"].replace(" ", "T") + ".000Z'")
        else:
            found.append(match[0].strip())
        at = match.end()
    return found


def _clauses(tokens: list[str]) -> dict[str, list[str]]:
    clauses: dict[str, list[str]] = {}
    current: list[str] = []
    for token in tokens:
        if token.upper() in CLAUSES:
            current = clauses.setdefault(token.upper(), [])
        else:
            current.append(token)
    return clauses


def _parts(tokens: list[str]) -> list[list[str]]:
    """Cut at the commas that are in no brackets."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if token == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


class _Compiler:
    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.aliases: dict[str, str] = {}
        self.joins: dict[str, str] = {}
        self.selected: set[str] = set()

    def question(self, clauses: dict[str, list[str]]) -> Question:
        source = self._from(clauses["FROM"])
        select = clauses["SELECT"]
        distinct = select[0].upper() == "DISTINCT"
        items = [self._item(part) for part in _parts(select[distinct:])]
        include = self._include(clauses["INCLUDE"], items) if "INCLUDE" in clauses else {}
        if len(items) > 1 and any(item.entity for item in items):
            raise Trouble("INTERNAL", "class jakarta.ejb.EJBException null")
        where = self._words(clauses["WHERE"]) if "WHERE" in clauses else "1"
        tail = "".join(f" {word} {self._words(clauses[word])}" for word in ("GROUP", "ORDER") if word in clauses)
        rights = "".join(f" AND {self.condition(self.aliases[alias], alias)}" for alias in sorted(self.selected))
        limit = None
        if "LIMIT" in clauses:
            first, _, count = clauses["LIMIT"]
            tail, limit = f"{tail} LIMIT {count} OFFSET {first}", int(count)
        columns = ", ".join(item.sql for item in items)
        joins = " ".join(self.joins.values())
        sql = f"SELECT {'DISTINCT ' * distinct}{columns} FROM {source} {joins} WHERE ({where}){rights}{tail}"
        return Question(sql, items, include, limit)

    def _from(self, tokens: list[str]) -> str:
        entity, alias, *rest = (token for token in tokens if token.upper() not in {"AS", "INNER"})
        if entity not in ENTITIES:
            raise bad(f"No information to determine type of {entity} in the FROM clause")
        self.aliases[alias] = entity
        while rest:
            outer = ""
            while rest[0].upper() != "JOIN":
                outer = "LEFT "
                rest.pop(0)
            _, path, name, *rest = rest
            start, _, step = path.partition(".")
            self._join(start, step, name, outer)
        return f'"{entity}" "{alias}"'

    def _join(self, start: str, step: str, name: str, outer: str = "") -> None:
        match ENTITIES[self.aliases[start]].field(step):
            case Reference(entity=entity):
                on = f'"{name}".id = "{start}"."{step}"'
            case Children(entity=entity, back=back):
                on = f'"{name}"."{back}" = "{start}".id'
            case _:
                raise bad(f"{self.aliases[start]} has no field {step}")
        self.aliases[name] = entity
        self.joins[name] = f'{outer}JOIN "{entity}" "{name}" ON {on}'

    def _item(self, tokens: list[str]) -> Item:
        if tokens[0].upper() in FUNCTIONS and tokens[1] == "(":
            inner = tokens[2:-1]
            distinct = "DISTINCT " if inner[0].upper() == "DISTINCT" else ""
            item = self._path(inner[-1])
            kind = "integer" if tokens[0].upper() == "COUNT" else item.kind
            return Item(f"{tokens[0]}({distinct}{item.sql})", kind, None, tokens[0].upper() in AGGREGATES)
        return self._path(tokens[0])

    def _path(self, path: str) -> Item:
        """Return what is selected by a path; the entity that it leads to must be readable."""
        item, alias = self._resolved(path)
        self.selected.add(alias)
        return item

    def _resolved(self, path: str) -> tuple[Item, str]:
        alias, *steps = path.split(".")
        if alias not in self.aliases:
            raise bad(f"The identification variable '{alias}' is not defined in the FROM clause.")
        while steps:
            entity = ENTITIES[self.aliases[alias]]
            step = steps.pop(0)
            match entity.field(step):
                case Attribute(kind=kind):
                    return Item(f'"{alias}"."{step}"', kind), alias
                case Reference():
                    name = f"{alias}_{step}"
                    if name not in self.joins:
                        self._join(alias, step, name)
                    alias = name
                case _ if step == "id":
                    return Item(f'"{alias}".id', "integer"), alias
                case _ if step in SERVER_FIELDS:
                    return Item(f'"{alias}"."{step}"', "string"), alias
                case _:
                    raise bad(f"{entity.name} has no field {step}")
        return Item(f'"{alias}".id', "entity", self.aliases[alias]), alias

    def _words(self, tokens: list[str]) -> str:
        return " ".join(map(self._word, tokens))

    def _word(self, token: str) -> str:
        is_word = token[0].isalpha() or token[0] == "_"
        if not is_word or token.upper() in PLAIN | FUNCTIONS:
            return token
        return self._resolved(token)[0].sql

    def _include(self, tokens: list[str], items: list[Item]) -> dict[str, dict[str, object]]:
        if len(items) > 1:
            raise bad("INCLUDE is only valid for one quantity in the SELECT clause")
        tree: dict[str, dict[str, object]] = {}
        if tokens == ["1"]:
            return {reference.name: {} for reference in ENTITIES[str(items[0].entity)].references}
        places = dict.fromkeys(self.aliases, tree)
        for path, *name in _parts(tokens):
            alias, _, step = path.partition(".")
            branch: dict[str, dict[str, object]] = {}
            places[alias][step] = branch  # type: ignore[assignment]
            places |= dict.fromkeys(name, branch)
        return tree
