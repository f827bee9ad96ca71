import re

from fastapi.testclient import TestClient

from lineage import errors
from lineage.errors import kinds_of


def test_the_page_fetches_nothing_and_runs_nothing(client: TestClient) -> None:
    response = client.get("/docs")

    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.search(r"<script|<link|<img|<iframe|src=|https?://|@import|url\(| on\w+=", response.text)
    assert response.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_every_link_of_the_page_leads_somewhere(client: TestClient) -> None:
    links = re.findall(r'href="([^"]+)"', client.get("/docs").text)

    assert {client.get(link).status_code for link in links} == {200}


def test_the_docs_name_every_route_and_explain_every_code(client: TestClient) -> None:
    text = client.get("/docs").text

    assert [path for path in client.get("/openapi.json").json()["paths"] if path not in text] == []
    codes = {kind.code for kind in kinds_of(errors.MessageError)} | {"not_found", "no_route", "internal", "not_ready"}
    assert [code for code in codes if f'id="{code}"' not in text] == []
    assert len(re.findall(r' id="(\w+)"', text)) == len(set(re.findall(r' id="(\w+)"', text)))


def test_nothing_is_served_from_a_cdn(client: TestClient) -> None:
    assert client.get("/redoc").status_code == 404
    assert "swagger" not in client.get("/docs").text.lower()
