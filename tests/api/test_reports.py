"""Reports over HTTP: by name, by what is accepted, and from files when the database is away."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lineage.api.app import create_app
from lineage.api.reports import ACCEPTED
from lineage.graph.database import Database
from lineage.report.files import files
from lineage.report.kinds import FILES
from lineage.service import Lineage
from lineage.settings import Settings
from tests.api.wire import MOTION, check_problem, send_relion

DOI = "10.15151/esrf-dc-1"


@pytest.fixture
def published(client: TestClient, service: Lineage) -> Lineage:
    send_relion(client)
    service.put_publication(DOI, {"title": "T", "members": [MOTION], "published": "2024-01-01"})
    return service


def test_every_file_is_answered_by_its_name_and_by_accept(client: TestClient, published: Lineage) -> None:
    made = files(published.report(DOI))

    for name, file in FILES.items():
        found = client.get(f"/api/v1/dois/{DOI}/{name}")
        assert found.status_code == 200, name
        assert found.headers["content-type"].split(";")[0] == file.media_type
        if file.format != "pdf":  # which does not tell of the page
            assert found.content == made[name], name
    for accepted, name in ACCEPTED.items():
        found = client.get(f"/dois/{DOI}", headers={"Accept": accepted})
        assert found.headers["content-type"].split(";")[0] == FILES[name].media_type
        assert found.history[0].headers["vary"] == "Accept"


def test_what_has_no_doi_has_files_too(client: TestClient, published: Lineage) -> None:
    for name in (MOTION, "mx-2485@cm01", DOI):
        page = client.get("/api/v1/report/lineage.html", params={"name": name})
        assert page.status_code == 200
        assert "style-src 'sha256-" in page.headers["content-security-policy"]
    assert client.get("/api/v1/report/lineage.svg", params={"name": MOTION}).text.startswith("<svg")
    check_problem(client.get("/api/v1/report/lineage.bib", params={"name": MOTION}), 404, "not_found")


def test_a_browser_gets_the_page_with_its_policy_and_links(client: TestClient, published: Lineage) -> None:
    found = client.get(f"/dois/{DOI}", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert found.text.startswith("<!doctype html>")
    assert "default-src 'none'; style-src 'sha256-" in found.headers["content-security-policy"]
    assert f'<https://doi.org/{DOI}>; rel="cite-as"' in found.headers["link"]
    again = client.get(f"/api/v1/dois/{DOI}/lineage.html", headers={"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304


def test_what_was_written_is_answered_without_the_database(
    published: Lineage, settings: Settings, tmp_path: Path, closed_port: int
) -> None:
    own = settings.model_copy(update={"reports_dir": tmp_path})
    with TestClient(create_app(Lineage(own, published.database))) as first:
        page = first.get(f"/dois/{DOI}").content
    assert (tmp_path / DOI / "lineage.pdf").exists()

    with (
        Database(f"bolt://127.0.0.1:{closed_port}", ("neo4j", "x")) as away,
        TestClient(create_app(Lineage(own, away))) as second,
    ):
        assert second.get(f"/dois/{DOI}").content == page
        assert second.get(f"/api/v1/dois/{DOI}/lineage.json").json()["identity"]["title"] == "T"


def test_a_folder_that_cannot_be_written_to_keeps_no_reader_from_the_report(
    published: Lineage, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    own = settings.model_copy(update={"reports_dir": tmp_path / "file"})

    with TestClient(create_app(Lineage(own, published.database))) as client:
        assert client.get(f"/dois/{DOI}").status_code == 200


def test_what_is_not_there_is_a_problem(client: TestClient) -> None:
    check_problem(client.get("/dois/10.1234/none"), 404, "not_found")
    check_problem(client.get("/dois/11.1/none"), 422, "invalid_field")
    check_problem(client.get(f"/api/v1/dois/{DOI}/lineage.docx"), 422, "invalid_field")
    check_problem(client.get(f"/api/v1/dois/{DOI}/lineage.json"), 404, "not_found")
    assert json.loads(client.get("/dois/10.1234/none").content)["facts"]["name"] == "10.1234/none"
