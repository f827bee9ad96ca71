"""An HTTP client of an app over the run's real Neo4j, and one of an app whose database is down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.graph.database import Database
from lineage.service import Lineage
from lineage.settings import Settings


@pytest.fixture
def client(service: Lineage) -> Iterator[TestClient]:
    """A client of the service over an empty graph."""
    with TestClient(create_app(service)) as client:
        yield client


@pytest.fixture
def client_without_database(closed_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of a service whose database is down."""
    monkeypatch.setattr("lineage.graph.database.RETRY_TIME_S", 0.1)
    with (
        Database(f"bolt://127.0.0.1:{closed_port}", ("neo4j", "secret")) as database,
        TestClient(create_app(Lineage(Settings(), database))) as client,
    ):
        yield client


@pytest.fixture
def own_settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a data folder that no other test looks into."""
    return settings.model_copy(update={"data_dir": tmp_path})
