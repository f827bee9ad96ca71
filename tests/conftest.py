"""One real Neo4j for a whole run of the tests; an empty graph for each test; a clean audit after each.

By default the embedded engine is started in a temporary folder. ``LINEAGE_TEST_NEO4J_URI`` (with ``_USER`` and
``_PASSWORD``) uses a given server, **whose graph is wiped**; ``--neo4j=container`` starts one through
testcontainers. An engine that cannot start fails the tests; it never skips them.
"""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from lineage import engine
from lineage.graph import schema
from lineage.graph.audit import audit
from lineage.graph.database import Database
from lineage.service import Lineage
from lineage.settings import Settings
from tests.brokers import broker, broker_of_its_own
from tests.graph_sets import wipe
from tests.jars import jars_dir

__all__ = ["broker", "broker_of_its_own"]

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Server:
    """A running Neo4j that tests may wipe."""

    uri: str
    user: str
    password: str

    def environment(self, data_dir: Path) -> dict[str, str]:
        """Return the variables that make a process of its own use this server, and keep its journal in `data_dir`.

        A folder for each test: what a killed process left in its journal comes into the graph at the next start there.
        """
        return {
            "LINEAGE_DATA_DIR": str(data_dir),
            "LINEAGE_NEO4J_URI": self.uri,
            "LINEAGE_NEO4J_USER": self.user,
            "LINEAGE_NEO4J_PASSWORD": self.password,
        }


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--both-ways", action="store_true", help="run the tests of the shell with a database and over a server"
    )
    parser.addoption(
        "--neo4j",
        choices=("embedded", "container"),
        default="embedded",
        help="where the tests' Neo4j comes from, unless LINEAGE_TEST_NEO4J_URI gives one",
    )


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The run's one Neo4j."""
    if uri := os.environ.get("LINEAGE_TEST_NEO4J_URI"):
        user = os.environ.get("LINEAGE_TEST_NEO4J_USER", "neo4j")
        yield Server(uri, user, os.environ.get("LINEAGE_TEST_NEO4J_PASSWORD", ""))
    elif request.config.getoption("--neo4j") == "container":
        yield from _container()
    else:
        yield from _embedded(tmp_path_factory.mktemp("engine"))


def _embedded(folder: Path) -> Iterator[Server]:
    settings = Settings(data_dir=folder, engine_jars_dir=jars_dir(), engine_heap_mb=512, engine_page_cache_mb=128)
    address = engine.ensure(settings)
    try:
        yield Server(address.uri, address.user, address.password)
    finally:
        engine.stop(settings)


def _container() -> Iterator[Server]:
    from testcontainers.neo4j import Neo4jContainer

    with Neo4jContainer("neo4j:2026.08.1") as container:
        yield Server(container.get_connection_url(), container.username, container.password)


@pytest.fixture(scope="session")
def settings(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that point at the run's Neo4j."""
    return Settings(
        neo4j_uri=server.uri,
        neo4j_user=server.user,
        neo4j_password=SecretStr(server.password),
        data_dir=tmp_path_factory.mktemp("data"),
    )


@pytest.fixture(scope="session")
def _shared_database(server: Server) -> Iterator[Database]:
    # the audit after a test is no question of a user: on a busy machine it may take its time
    with Database(server.uri, (server.user, server.password), query_timeout_s=200) as database:
        wipe(database)
        schema.migrate(database)
        yield database


@pytest.fixture
def database(_shared_database: Database, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty graph with its schema; its audit must be clean when the test ends."""
    wipe(_shared_database)
    yield _shared_database
    if request.node.get_closest_marker("breaks_rules") is None:
        broken = [finding for finding in audit(_shared_database).findings if finding.count]
        assert not broken, f"the audit after the test is not clean: {broken}"


@pytest.fixture
def service(settings: Settings, database: Database) -> Lineage:
    """The service over an empty graph."""
    return Lineage(settings, database)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that nobody listens on, and that nobody can take meanwhile."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        yield line.getsockname()[1]
