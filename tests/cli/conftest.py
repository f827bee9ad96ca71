"""The shell's commands, run in this process or in one of their own, over the run's real Neo4j.

In the tests of the files in ``OVER_A_SERVER`` the commands have a database, or ask a server: each test does one of the
two, chosen by its name, and with ``--both-ways`` both.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from typer.testing import CliRunner

from lineage.cli import app
from lineage.graph.database import Database
from lineage.intake import Piece
from lineage.service import Lineage
from lineage.settings import Settings
from tests.conftest import DATA, Server
from tests.graph_sets import message, statuses
from tests.serving import serving

RELION = DATA / "esrf-ingest-messages" / "relion-tutorial" / "messages"
PROCESSED = "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA"
RAW = "/data/visitor/mx2485/cm01/20230503/RAW_DATA/Import/job001"
PROGRAM = [sys.executable, "-c", "from lineage.cli import main; main()"]

Environment = dict[str, str]


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def jsonl(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


Cli = Callable[..., Done]


@pytest.fixture
def environment(server: Server, tmp_path: Path) -> Environment:
    """What makes a command use the run's Neo4j and leave nothing outside of the test's folder."""
    return {**server.environment(tmp_path / "data"), "TERM": "xterm", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def server_url(settings: Settings, _shared_database: Database) -> Iterator[str]:
    """The address of a server over the run's Neo4j."""
    with serving(Lineage(settings, _shared_database)) as url:
        yield url


OVER_A_SERVER = (
    "test_commands",
    "test_counts",
    "test_desk",
    "test_export",
    "test_flat",
    "test_importing",
    "test_production",
    "test_questions",
    "test_relations",
    "test_report",
    "test_retirement",
    "test_walks",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_chosen = metafunc.module.__name__.rpartition(".")[2] in OVER_A_SERVER
    if is_chosen and "cli" in metafunc.fixturenames and not metafunc.definition.get_closest_marker("only_database"):
        ways: tuple[str, ...] = ("database", "server")
        if not metafunc.config.getoption("--both-ways"):
            ways = (ways[crc32(metafunc.definition.nodeid.encode()) % len(ways)],)
        metafunc.parametrize("cli", ways, indirect=True)


@pytest.fixture
def cli(
    service: Lineage,
    environment: Environment,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Cli:
    """Run a command in this process, over an empty graph, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    if getattr(request, "param", "database") == "database":
        return runner(environment)
    url = request.getfixturevalue("server_url")
    return runner({**environment, "LINEAGE_SERVER": url, "LINEAGE_NEO4J_URI": "bolt://127.0.0.1:1"})


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """Run a command in this process, with no database that it could reach."""
    monkeypatch.chdir(tmp_path)
    return runner({"LINEAGE_NEO4J_URI": "bolt://127.0.0.1:1", "LINEAGE_DATA_DIR": str(tmp_path / "data")})


def runner(environment: Environment) -> Cli:
    def run(*words: str | Path, stdin: str | bytes = b"", env: Environment | None = None) -> Done:
        done = CliRunner().invoke(app, list(map(str, words)), input=stdin, env={**environment, **(env or {})})
        return Done(done.exit_code, done.stdout, done.stderr)

    return run


def spawn(words: Sequence[str | Path], environment: Environment, **pipes: Any) -> "subprocess.Popen[str]":
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, words)],
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **pipes,
    )


@pytest.fixture
def relion(service: Lineage) -> Lineage:
    """The graph of a cryo-EM tutorial: 31 announced datasets, one expected, from one raw dataset."""
    receipts = list(service.ingest(Piece(path.read_bytes(), "test") for path in sorted(RELION.iterdir())))
    assert {receipt.status for receipt in receipts} == {"created"}
    return service


@pytest.fixture
def chain(service: Lineage) -> Lineage:
    """/d/c comes from /d/b, which comes from /d/a."""
    written = statuses(service.database, message("/d/a"), message("/d/b", "/d/a"), message("/d/c", "/d/b"))
    assert written == ["created"] * 3
    return service


def dataset_json(location: str, *inputs: str, **more: object) -> str:
    """Return a message in the JSON form, on one line."""
    said = {
        "investigation": "hg1",
        "instrument": "id00",
        "name": location.rsplit("/", 1)[-1],
        "location": location,
        "start_date": "2024-01-01T00:00:00Z",
        "end_date": "2024-01-01T01:00:00Z",
        "sample": "s",
        "inputs": list(inputs),
    }
    return json.dumps({**said, **more})


UNREADABLE = '{"type": "dataset", "location": "relative/path"}'
"""A message that the format refuses."""
