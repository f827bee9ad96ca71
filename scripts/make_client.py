"""Make the client that waits of the one that is awaited, so that the verbs are written once.

What only the awaited one has is taken away by the syntax tree (``async``, ``await``, ``Awaitable[...]``), and a few
names are exchanged; ruff puts the rest in form. Comments and docstrings stay.

    python scripts/make_client.py [--check]
"""

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "lineage" / "client" / "asynchronous"
TARGET = ROOT / "lineage" / "client" / "synchronous"
MADE = "# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited\n"
NAMES = {
    "AsyncBaseTransport": "BaseTransport",
    "AsyncClient": "Client",
    "AsyncIterator": "Iterator",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "aread": "read",
    "asynchronous": "synchronous",
    "asyncio": "time",
}
WORDS = {
    "The verbs, awaited: the one source of both clients,": "The verbs, waited for: made of `asynchronous`,",
    "The client, awaited,": "The client that waits,",
}
"""Sentences that are true of one of the two only."""

Edit = tuple[int, int, str]
"""From where to where in the text, and what stands there instead."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the client that waits of the one that is awaited.")
    parser.add_argument("--check", action="store_true", help="write nothing, name the files that are old")
    only_check = parser.parse_args().check
    wanted = {TARGET / path.name: made(path.read_text()) for path in sorted(SOURCE.glob("*.py"))}
    stale = set(TARGET.glob("*.py")) - wanted.keys()
    old = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in [*old, *stale]:
        print(f"{path.relative_to(ROOT)} {'is old; run scripts/make_client.py' if only_check else 'is made anew'}")
    if not only_check:
        TARGET.mkdir(exist_ok=True)
        for path in old:
            path.write_text(wanted[path])
        for path in stale:
            path.unlink()
    return 1 if only_check and (old or stale) else 0


def made(text: str) -> str:
    """The text of the module that waits."""
    for start, end, new in sorted(edits(text), reverse=True):
        text = text[:start] + new + text[end:]
    for words, others in WORDS.items():
        text = text.replace(words, others)
    text = re.sub(r"\b(" + "|".join(NAMES) + r")\b", lambda found: NAMES[found[1]], text)
    return _in_form(MADE + text)


def edits(text: str) -> Iterator[Edit]:
    """What has to go, found in the syntax tree."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        # columns of the tree count bytes; the sources are written in ASCII
        return starts[line - 1] + column

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith):
            at = place(node.lineno, node.col_offset)
            yield at, at + len("async "), ""
        elif isinstance(node, ast.Await):
            at = place(node.lineno, node.col_offset)
            yield at, place(node.value.lineno, node.value.col_offset), ""
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Awaitable":
            at, end = (
                place(node.lineno, node.col_offset),
                place(int(node.end_lineno or 0), int(node.end_col_offset or 0)),
            )
            yield at, at + len("Awaitable["), ""
            yield end - 1, end, ""
        elif isinstance(node, ast.ImportFrom) and any(alias.name == "Awaitable" for alias in node.names):
            alias = next(alias for alias in node.names if alias.name == "Awaitable")
            at = place(alias.lineno, alias.col_offset)
            yield at, at + len("Awaitable, "), ""


def _in_form(text: str) -> str:
    ruff = Path(sys.executable).parent / "ruff"
    # the name tells ruff which imports are our own
    stdin = ["--quiet", "--stdin-filename", TARGET / "made.py", "-"]
    for command in (["check", "--select", "I,UP028", "--fix", "--unsafe-fixes"], ["format"]):
        done = subprocess.run(
            [ruff, *command, *stdin], input=text, capture_output=True, text=True, check=True, cwd=ROOT
        )
        text = done.stdout
    return text


if __name__ == "__main__":
    sys.exit(main())
