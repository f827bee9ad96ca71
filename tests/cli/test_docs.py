"""What docs/cli.md shows is what the commands print, and every option explains itself."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from lineage.cli import app
from lineage.service import Lineage
from tests.cli.conftest import Environment

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
GAP = "..."
"""Stands for what is another one each time: a moment, a duration."""


def shown(page: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a page, each with the lines below it."""
    steps: list[tuple[str, list[str]]] = []
    for line in "\n".join(BLOCK.findall((ROOT / "docs" / page).read_text())).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif line:
            steps[-1][1].append(line)
    return steps


def fits(printed: list[str], lines: list[str]) -> bool:
    patterns = [".*?".join(map(re.escape, line.split(GAP))) for line in lines]
    return len(printed) == len(lines) and all(map(re.fullmatch, patterns, printed))


@pytest.mark.parametrize("page", ["cli.md", "search.md"])
def test_every_example_of_a_page_prints_what_it_shows(
    relion: Lineage, environment: Environment, tmp_path: Path, page: str
) -> None:
    program = tmp_path / "bin" / "lineage"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from lineage.cli import main; main()" "$@"\n')
    program.chmod(0o755)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"

    for command, lines in shown(page):
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1", **environment, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert fits(done.stdout.splitlines(), lines), f"{command}\n{done.stdout}"
    assert len(shown(page)) > 10


def parameters() -> list[tuple[str, str, str | None]]:
    """Return command, parameter and help of all there are."""
    group = typer.main.get_command(app)
    found = []
    for name, one in group.commands.items():  # type: ignore[attr-defined]
        for command in getattr(one, "commands", {name: one}).values():
            found += [(str(command.name), str(parameter.name), parameter.help) for parameter in command.params]
    return found


@pytest.mark.parametrize(("command", "parameter", "words"), parameters())
def test_every_argument_and_option_is_explained(command: str, parameter: str, words: str | None) -> None:
    assert words
    assert words[0].isupper() or words.startswith("-")


def test_every_command_has_all_forms_and_can_be_quiet() -> None:
    commands = {command for command, _, _ in parameters()}

    shared = {"as_json", "as_jsonl", "is_quiet"}
    assert {(command, name) for command, name, _ in parameters() if name in shared} == {
        (command, name) for command in commands for name in shared
    }
