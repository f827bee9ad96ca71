"""What is installed is locked with hashes, comes from any index, and each dependency has its reason beside it."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PROJECT = (ROOT / "pyproject.toml").read_text()
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    return dict(PIN.findall(path.read_text()))


def wanted(*groups: str) -> set[str]:
    """Return the names of what pyproject.toml asks for: the project's own, and those of groups."""
    project = tomllib.loads(PROJECT)
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    return {re.split(r"[<>=\[; ]", line)[0] for line in lines}


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_every_locked_package_has_its_hashes(path: Path) -> None:
    entries = re.findall(r"^[a-z0-9].*(?:\n {4}.*)*", path.read_text(), re.MULTILINE)

    assert len(entries) == len(PIN.findall(path.read_text()))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_no_lock_names_an_address(path: Path) -> None:
    assert re.findall(r"^--.*|^.*://.*", path.read_text(), re.MULTILINE) == []


def test_every_dependency_is_locked() -> None:
    assert wanted("setup") - pins(ROOT / "requirements" / "run.txt").keys() == set()
    assert wanted("setup", "dev") - pins(ROOT / "requirements" / "test.txt").keys() == set()


def test_the_test_set_holds_the_run_set_pin_by_pin() -> None:
    assert pins(ROOT / "requirements" / "run.txt").items() - pins(ROOT / "requirements" / "test.txt").items() == set()


def test_each_dependency_has_its_reason_on_the_line_above() -> None:
    lines = PROJECT.splitlines()

    without = [
        line.strip()
        for above, line in pairwise(lines)
        if re.match(r'    "[a-z0-9-]+[<>=\[]', line) and not above.strip().startswith("#")
    ]

    assert without == []
