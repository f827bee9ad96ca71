"""What the documentation promises: its links, its tables, its commands."""

import doctest
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from lineage.api.bodies import ARRAY_ELEMENTS_MAX, ARRAY_MESSAGES, LINE_MESSAGES, LINES_MESSAGES
from lineage.api.many import NAMES_MAX, STARTS_MAX
from lineage.api.parameters import NODES_MAX
from lineage.api.server import SHUTDOWN_S
from lineage.cli import app
from lineage.engine.port import PORTS
from lineage.engine.single import STOP_TIMEOUT_S
from lineage.graph import production, relations
from lineage.graph.database import RETRY_TIME_S
from lineage.graph.queries import load
from lineage.ingest.facts import NAME_BYTES_MAX
from lineage.settings import Settings
from lineage.web.drawing import TIMEOUT_S as DRAWING_S
from lineage.web.view import NODES_MAX as CARDS_MAX
from tests.house.tree import ROOT, modules, spoken

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#]*)#([^)]+)\)")
PLACE = re.compile(r"`((?:tests|lineage|cypher|scripts|docs|examples|bench|requirements)/[\w./-]*)`")
QUERY = re.compile(r"`((?:write|check|read)/\w+)`")
METRIC = re.compile(r"lineage_[a-z_]+")
LIMITS = {
    "one message": f"{Settings.model_fields['message_bytes_max'].default // 2**20} MiB",
    "a JSON array over HTTP": f"{ARRAY_MESSAGES} times",
    "elements of a JSON array over HTTP": f"{ARRAY_ELEMENTS_MAX:,}",
    "one line of JSON Lines over HTTP": f"{LINE_MESSAGES} times",
    "items of a list in one answer": f"{NODES_MAX:,}",
    "JSON Lines in one request": f"{LINES_MESSAGES} times",
    "a name": f"{NAME_BYTES_MAX} bytes",
    "a question": f"{Settings.model_fields['query_timeout_s'].default} s",
    "datasets of a comparison": f"{relations.COMPARED_MAX:,}, and {relations.INPUTS_MAX:,} inputs",
    "datasets of an impact": f"{production.MEMBERS_MAX:,}",
    "names in one `POST …/datasets:batchGet`": f"{NAMES_MAX}",
    "names in one `POST …/datasets:closures`": f"{STARTS_MAX}",
    "cards of a lineage page": f"{CARDS_MAX},",
    "the drawing of a graph": f"{DRAWING_S:g} s",
    "one write transaction": f"{Settings.model_fields['write_timeout_s'].default} s",
    "a database that is busy": f"{RETRY_TIME_S:g} s",
    "the start of the engine": f"{Settings.model_fields['engine_start_timeout_s'].default} s",
    "the end of the engine": f"{STOP_TIMEOUT_S} s",
    "requests that run when the server stops": f"{SHUTDOWN_S} s",
}


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_into_a_page_leads_to_a_heading(page: Path) -> None:
    for target, anchor in ANCHOR.findall(page.read_text()):
        headings = re.findall(r"^#+ (.+)$", (page.parent / target if target else page).read_text(), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert anchor in slugs, f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_query_that_is_named_is_there(page: Path) -> None:
    text = page.read_text()

    # a name without its ending, as in `tests/cli`, is that of a folder or of a module
    assert [place for place in PLACE.findall(text) if not list(ROOT.glob(f"{place.rstrip('/')}*"))] == []
    assert [name for name in QUERY.findall(text) if name not in load()] == []


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


def test_every_command_is_in_the_table_of_the_readme() -> None:
    table = (ROOT / "README.md").read_text().partition("\n## Commands\n")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == {name for name, _ in commands()}


def test_the_metrics_that_are_told_are_those_that_are_made() -> None:
    said = (ROOT / "docs" / "operations.md").read_text()
    made = {text for _, text in spoken(modules()["lineage/api/metrics.py"]) if METRIC.fullmatch(text)}

    assert {name.removesuffix("_total") for name in METRIC.findall(said)} == made


@pytest.mark.parametrize("what", LIMITS)
def test_a_limit_that_is_told_is_the_one_of_the_code(what: str) -> None:
    (row,) = re.findall(
        rf"^\| {re.escape(what)} \| (.+?) \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE
    )

    assert re.search(rf"(?<!\d){re.escape(LIMITS[what])}", row), row


def test_the_ports_that_are_told_are_those_of_the_code() -> None:
    assert f"from {PORTS[0]} to {PORTS[-1]}" in (ROOT / "docs" / "operations.md").read_text()


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
