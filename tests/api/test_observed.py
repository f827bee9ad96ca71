import logging

import pytest
from fastapi.testclient import TestClient

from tests.api.wire import SAFETY, message


def test_a_request_is_one_line_without_query_or_body(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "lineage.api")

    client.post("/api/v1/messages?token=swordfish", json=message("/d/secret"))

    (record,) = [record for record in caplog.records if record.name == "lineage.api"]
    assert record.levelname == "INFO"
    assert record.message.startswith("POST /api/v1/messages 201 ")
    assert "swordfish" not in caplog.text
    assert "secret" not in caplog.text


def test_a_path_cannot_break_the_line(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "lineage.api")

    client.get("/nothing%0aPOST%20/forged")

    (record,) = [record for record in caplog.records if record.name == "lineage.api"]
    assert record.message.startswith("GET /nothing%0APOST%20/forged 404 ")


@pytest.mark.parametrize("path", ["/api/v1/stats", "/healthz", "/nothing", "/openapi.json", "/metrics"])
def test_every_response_has_the_headers_of_safety(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert {name: headers[name] for name in SAFETY} == SAFETY
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_no_other_site_may_read_answers(client: TestClient) -> None:
    response = client.get("/api/v1/stats", headers={"Origin": "https://example.org"})

    assert not [name for name in response.headers if name.startswith("access-control")]
