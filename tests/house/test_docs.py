"""What the documentation promises: its links, its tables, its commands."""

import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from lineage.cli import app
from tests.house.tree import ROOT, modules

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def commands() -> Iterator[tuple[str, str]]:
    """Yield the name and the help of every command of the shell."""
    group = typer.main.get_command(app)
    for name, found in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(found, "commands", {None: found})
        for sub, one in inner.items():
            yield " ".join(filter(None, (name, sub))), one.help or ""


def test_the_readme_names_both_commands_and_they_can_be_run() -> None:
    text = (ROOT / "README.md").read_text()

    for script in ("scripts/run", "scripts/test"):
        assert f"\n{script} " in text
        assert (ROOT / script).stat().st_mode & 0o111


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


def test_the_tables_are_those_of_the_code() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_docs.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_every_command_has_help_with_an_example_and_a_row() -> None:
    text = (ROOT / "docs" / "cli.md").read_text()

    for name, words in commands():
        assert f"| `lineage {name}` |" in text, name
        assert "Example: lineage" in words, name


def test_the_command_page_has_the_exit_codes_of_the_code() -> None:
    from lineage.cli.endings import Ending

    rows = re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "cli.md").read_text(), re.MULTILINE)

    assert [int(row) for row in rows] == [ending.value for ending in Ending]


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()

    rooms = {Path(module).parts[1] for module in modules()} - {"__init__.py"}
    named = {room.removesuffix(".py") for room in rooms if f"`lineage/{room}" in text}
    assert named == {room.removesuffix(".py") for room in rooms}


def test_the_examples_of_the_data_model_are_true() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "data-model.md"), module_relative=False)

    assert tried > 0
    assert failed == 0
