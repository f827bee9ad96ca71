"""The Cypher files and the Python around them: one file a question, each asked by somebody, no query text elsewhere."""

import re
from pathlib import Path
from typing import get_args

import pytest

from lineage.graph.queries import Query, folder, load
from lineage.model import rules
from lineage.model.answers import Direction
from tests.house.tree import modules, spoken
from tests.house.words import statements

FILES = sorted(folder().rglob("*.cypher"))
QUESTIONS = [path for path in FILES if path.parent.name != "schema"]

COMPOSED = {
    "read/{direction}": get_args(Direction),
    "read/all_{direction}": get_args(Direction),
    "read/common_{direction}": get_args(Direction),
    "read/closures_{direction}": get_args(Direction),
    "read/provenance_{direction}": get_args(Direction),
    "read/step_{direction}": get_args(Direction),
    "read/{which}": ("roots", "products"),
    "read/fingerprint_{name}": ("datasets", "jobs", "catalogue", "events", "publications"),
    "audit/{rule.name}": tuple(rule.name for rule in rules.RULES),
}
"""Names that are put together in Python, with the words that can stand in their braces."""

NAME = re.compile(r"(?:read|write|check|audit|index|search)/[a-z_{}.]+")
CLAUSE = re.compile(
    r"\b(?:MATCH|MERGE|CREATE|DELETE|UNWIND|FOREACH|RETURN|CALL|DETACH|REMOVE)\b(?=[\s(])(?=.*[(){}\[\]:])", re.DOTALL
)
PARAMETER = re.compile(r"^\$[a-z_]+ [a-z]")


def name_of(path: Path) -> str:
    return path.relative_to(folder()).with_suffix("").as_posix()


def named() -> dict[str, str]:
    """Return every name of a query that the modules speak, with a module that does."""
    return {
        name: module
        for module, tree in modules().items()
        for _, text in spoken(tree)
        if NAME.fullmatch(text)
        for name in _complete(text)
    }


def _complete(name: str) -> list[str]:
    if "{" not in name:
        return [name]
    assert name in COMPOSED, f"say in COMPOSED which words can stand in the braces of {name}"
    return [re.sub(r"\{.*\}", word, name) for word in COMPOSED[name]]


def test_every_file_is_loaded_under_its_path() -> None:
    assert {name_of(path) for path in QUESTIONS} == set(load())


def test_every_query_is_asked_by_a_module() -> None:
    assert set(load()) - set(named()) == set()


def test_every_query_that_a_module_names_exists() -> None:
    assert {name: module for name, module in named().items() if name not in load()} == {}


@pytest.mark.parametrize("path", QUESTIONS, ids=name_of)
def test_a_file_holds_one_statement_and_ends_it(path: Path) -> None:
    text = path.read_text()

    assert len(statements(text)) == 1
    assert text.endswith(";\n")


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_begins_with_a_sentence(path: Path) -> None:
    first = path.read_text().splitlines()[0]

    assert re.match(r"// [A-Z0-9].{9,}", first), first
    assert "." in "".join(line for line in path.read_text().splitlines()[:3] if line.startswith("//"))


@pytest.mark.parametrize("query", load().values(), ids=lambda query: query.name)
def test_every_parameter_has_a_type(query: Query) -> None:
    declared = [
        part if part.startswith("$") else f"${part}"
        for line in query.head.splitlines()
        if line.startswith("$")
        for part in re.split(r", \$", line)
    ]

    untyped = [part for part in declared if not PARAMETER.match(part) and not _shares_a_type(part, query.head)]

    assert untyped == []


def _shares_a_type(part: str, head: str) -> bool:
    """True for all but the last of ``$a, $b lists of text: meaning``."""
    return re.search(rf"{re.escape(part)}, \$", head) is not None


@pytest.mark.parametrize("query", load().values(), ids=lambda query: query.name)
def test_the_head_of_a_query_names_the_columns_that_it_returns(query: Query) -> None:
    promised = {
        name for block in re.findall(r"^-> ((?:.*\n)(?:  .*\n)*)", query.head, re.MULTILINE) for name in _columns(block)
    }

    assert promised == _returned(query.statement)


def _columns(block: str) -> set[str]:
    text = re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", block)
    return {
        name.strip()
        for part in text.split(";")
        for name in re.split(r"[,\s]+", part.partition(":")[0])
        if re.fullmatch(r"\s*[a-z_]+(?:,\s+[a-z_]+)*\s*", part.partition(":")[0]) and name.strip()
    }


def _returned(statement: str) -> set[str]:
    """Return the names after the last RETURN at the left edge."""
    clauses = re.split(r"^RETURN\b", statement, flags=re.MULTILINE)
    if len(clauses) == 1:
        return set()
    flat = _without_nesting(re.split(r"^ORDER BY", clauses[-1], flags=re.MULTILINE)[0])
    return {column.rpartition(" AS ")[2].strip() for column in flat.split(",")}


def _without_nesting(text: str) -> str:
    before = None
    while before != text:
        before, text = text, re.sub(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]", "", text)
    return text


def test_no_module_holds_query_text() -> None:
    found = [
        f"{module}:{line}: {text}"
        for module, tree in modules().items()
        for line, text in spoken(tree)
        if CLAUSE.search(text)
    ]

    assert found == []


@pytest.mark.parametrize("text", ["MATCH (n) RETURN n", "CREATE INDEX x FOR (d:D) ON (d.a)", "UNWIND $rows AS r {"])
def test_query_text_would_be_seen(text: str) -> None:
    assert CLAUSE.search(text)
