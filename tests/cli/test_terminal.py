"""What a terminal is given and a pipe is not: colours, progress, lines that fit."""

import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from lineage.service import Lineage
from tests.cli.conftest import PROCESSED, PROGRAM, RELION, Environment

ESCAPE = "\x1b["
SELECT = f"{PROCESSED}/Select/job005"


def on_terminal(words: Sequence[str | Path], environment: Environment, *, columns: int = 100) -> str:
    """Run a command with a terminal for its output and its talk, and return what came to it."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'stty cols {columns}; exec "$@"', "sh", *PROGRAM, *map(str, words)],
        env={**{name: value for name, value in os.environ.items() if name != "NO_COLOR"}, **environment},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    try:
        while part := os.read(master, 65536):
            shown += part
    except OSError:  # the other side of a terminal that is closed
        pass
    os.close(master)
    assert process.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def terminal(environment: Environment) -> Environment:
    """The environment without what would decide on the width for the terminal."""
    return {name: value for name, value in environment.items() if name != "COLUMNS"}


def test_a_terminal_gets_colours(relion: Lineage, terminal: Environment) -> None:
    assert ESCAPE in on_terminal(["datasets", "--kind", "raw"], terminal)


@pytest.mark.parametrize("without", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_no_colours(
    relion: Lineage, terminal: Environment, without: Environment
) -> None:
    for words in (["datasets", "--kind", "raw"], ["tree", SELECT], ["--help"]):
        assert ESCAPE not in on_terminal(words, {**terminal, **without})


def test_a_line_is_never_cut_however_narrow_the_terminal(relion: Lineage, terminal: Environment) -> None:
    shown = on_terminal(["datasets", "--kind", "processed"], {**terminal, "NO_COLOR": "1"}, columns=40)

    assert f"present   {SELECT}\n" in shown
    assert "…" not in shown


def test_a_tree_that_is_wider_than_the_terminal_has_its_locations_on_lines_of_their_own(
    relion: Lineage, terminal: Environment
) -> None:
    shown = on_terminal(["tree", SELECT], {**terminal, "NO_COLOR": "1"}, columns=80).splitlines()

    assert shown[0] == "● Select_job005  processed present  by relion Select"
    assert shown[1] == f"│ {SELECT}"


def test_the_progress_of_an_ingest_is_for_a_terminal(service: Lineage, terminal: Environment) -> None:
    shown = on_terminal(["ingest", RELION], terminal)
    quiet = on_terminal(["ingest", "--quiet", RELION], terminal)

    assert "31/31 files" in shown
    assert "31 messages; 31 created" in shown
    assert quiet == ""
