"""The pages over the run's real Neo4j: as a client of HTTP sees them, and as people see them, in Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, sync_playwright

from lineage.graph.audit import audit
from lineage.graph.database import Database
from lineage.service import Lineage
from lineage.settings import Settings
from lineage.web import create_app
from tests.graph_sets import wipe
from tests.serving import serving
from tests.web.experiment import fill
from tests.web.watching import Watched

NAMES = ("chromium", "chromium-browser", "google-chrome")
ACTION_TIMEOUT_MS = 15_000


@pytest.fixture
def pages(service: Lineage) -> Iterator[TestClient]:
    """A client of the pages over an empty graph; it asks as browsers do."""
    with TestClient(create_app(service), headers={"Accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def experiment(settings: Settings, _shared_database: Database) -> Iterator[Lineage]:
    """The service over a graph of some experiments; its audit must be clean when the module ends."""
    wipe(_shared_database)
    service = Lineage(settings, _shared_database)
    fill(service)
    yield service
    assert audit(_shared_database).is_clean


@pytest.fixture(scope="module")
def url(experiment: Lineage) -> Iterator[str]:
    """The address of a real server of the pages over the experiments."""
    with serving(experiment) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the system; without one the tests fail, they are never skipped.

    It holds an event loop in this thread, so it is gone with its module.
    """
    names = [os.environ["LINEAGE_TEST_BROWSER"]] if "LINEAGE_TEST_BROWSER" in os.environ else NAMES
    path = next(filter(None, map(shutil.which, names)), None)
    assert path, "the tests of the pages need Chromium; scripts/setup test installs it, LINEAGE_TEST_BROWSER names one"
    with sync_playwright() as playwright:
        # as root, as in containers, Chromium has no sandbox of its own
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, url: str) -> Iterator[Page]:
    """A tab of a browser that holds nothing; what it complains of, or asks of another host, fails the test."""
    with chromium.new_context(base_url=url, viewport={"width": 1440, "height": 900}) as context:
        context.set_default_timeout(ACTION_TIMEOUT_MS)
        watched = Watched(context, url)
        yield context.new_page()
        assert watched.complaints == []


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path:
    """The folder that screenshots are kept in, beside the tests' other output."""
    folder = Path(os.environ.get("LINEAGE_TEST_PICTURES", request.config.rootpath / "build" / "pages"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
