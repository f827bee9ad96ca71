"""Faults tried at length on parts of their own; each test adds a line to a table of what was tried and found.

Run by ``scripts/faults``. The table goes to standard output, and to the file that LINEAGE_FAULTS_TABLE names.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.parts import Parts

HEADS = ("fault", "times", "messages", "lost", "doubled", "refused wrongly", "seen")

Line = tuple[object, ...]


@pytest.fixture(scope="session")
def table() -> Iterator[list[Line]]:
    """The lines of the table, told at the end."""
    lines: list[Line] = []
    yield lines
    rows = [HEADS, ("---",) * len(HEADS), *sorted(lines, key=str)]
    text = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
    sys.stdout.write(f"\n{text}\n")
    if path := os.environ.get("LINEAGE_FAULTS_TABLE"):
        Path(path).write_text(text + "\n", encoding="utf-8")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """Broker and Neo4j of the test's own."""
    made = Parts(tmp_path)
    yield made
    made.close()
