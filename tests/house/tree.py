"""The files of the checkout as the house tests see them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lineage"
TEXT_BYTES_MAX = 2**20


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the checkout that .gitignore does not leave out."""
    lines = (ROOT / ".gitignore").read_text().split()
    ignored = {line.strip("/") for line in lines} | {".git"}
    return tuple(sorted(_below(ROOT, ignored)))


def _below(folder: Path, ignored: set[str]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if any(entry.match(pattern) for pattern in ignored):
            continue
        if entry.is_dir():
            yield from _below(entry, ignored)
        else:
            yield entry


def texts() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file that is text and of a size that people write."""
    for path in files():
        content = path.read_bytes()
        if len(content) < TEXT_BYTES_MAX and b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode(errors="replace")


@cache
def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module of the package, by its path."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in paths}


def spoken(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and value of every text in a module but its documentation; ``{...}`` stays in an f-string."""
    silent = {id(text) for text in _documentation(tree)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(map(_part, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent | parts:
            yield node.lineno, node.value


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.FormattedValue):
        return f"{{{ast.unparse(part.value)}}}"
    return str(part.value) if isinstance(part, ast.Constant) else ""


def _documentation(tree: ast.Module) -> Iterator[ast.expr]:
    """A text that stands alone as a statement documents what is around it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            yield node.value


def words(text: str, pattern: str) -> set[str]:
    """Return every match of a pattern."""
    return set(re.findall(pattern, text))
