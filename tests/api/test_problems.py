import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.errors import GraphUnavailable
from lineage.graph.database import Database
from lineage.model import answers
from lineage.service import Lineage
from tests.api.wire import check_problem, lines_of, message, path_of, send
from tests.conftest import Server
from tests.graph_sets import ENDLESS

ID = "9c7c0d5e-3a44-5ac0-8d4b-0f3b54e4a0d1"
READS = (
    "/api/v1/datasets",
    "/api/v1/datasets/by-location?location=/d/a",
    f"/api/v1/datasets/{ID}",
    f"/api/v1/datasets/{ID}/ancestors",
    f"/api/v1/datasets/{ID}/descendants",
    f"/api/v1/datasets/{ID}/graph",
    "/api/v1/paths?from=/d/a&to=/d/b",
    "/api/v1/jobs",
    f"/api/v1/jobs/{ID}",
    "/api/v1/applications",
    f"/api/v1/applications/{ID}",
    "/api/v1/expected",
    "/api/v1/rejected",
    "/api/v1/rejected/0123456789abcdef",
    "/api/v1/rejected/0123456789abcdef/body",
    "/api/v1/stats",
    "/api/v1/audit",
)
LISTS = (
    "/api/v1/datasets",
    f"/api/v1/datasets/{ID}/ancestors",
    "/api/v1/jobs",
    "/api/v1/applications",
    "/api/v1/expected",
    "/api/v1/rejected",
)


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_route_that_is_not_there_is_404(client: TestClient) -> None:
    problem = check_problem(client.get("/api/v1/nothing/%0d%0aSet-Cookie:x"), 404, "no_route")

    assert problem["facts"]["path"] == problem["instance"] == "/api/v1/nothing/%0D%0ASet-Cookie:x"


def test_a_slash_at_the_end_is_another_route(client: TestClient) -> None:
    check_problem(client.get("/api/v1/datasets/"), 404, "no_route")


def test_a_method_that_is_not_taken_is_405_and_lists_those_that_are(client: TestClient) -> None:
    response = client.put(f"/api/v1/datasets/{ID}")

    assert check_problem(response, 405, "method_not_allowed")["facts"]["allowed"] == ["DELETE", "GET", "HEAD"]
    assert response.headers["allow"] == "DELETE, GET, HEAD"


def test_a_list_has_at_most_1000_items_and_a_walk_10000_nodes(client: TestClient) -> None:
    send(client, message("/d/a"))

    check_problem(client.get("/api/v1/datasets?limit=1001"), 422, "invalid_field")
    assert client.get("/api/v1/datasets?limit=1000").status_code == 200
    assert client.get(f"{path_of('/d/a', 'ancestors')}?limit=10000").status_code == 200


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", ["0", "-1", "10001", "99999999999999999999", "x", "", "1.5", "NaN", "%00"])
def test_a_limit_out_of_bounds_is_422(client: TestClient, path: str, limit: str) -> None:
    problem = check_problem(client.get(f"{path}?limit={limit}"), 422, "invalid_field")

    assert problem["facts"]["field"] == "limit"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", '["a","b","c"]', "[1]", "{}", "null", f'[{10**30},"x"]', f"[{10**30}]", '["\\ud800"]', "[" * 4000],
)
def test_a_cursor_that_we_did_not_make_is_422(client: TestClient, path: str, text: str) -> None:
    problem = check_problem(client.get(path, params={"cursor": cursor(text)}), 422, "invalid_field")

    assert problem["facts"]["field"] == "cursor"


@pytest.mark.parametrize(
    "path", ["/api/v1/datasets", "/api/v1/jobs", "/api/v1/expected", f"/api/v1/datasets/{ID}/graph"]
)
def test_a_word_that_the_route_does_not_know_is_422(client: TestClient, path: str) -> None:
    problem = check_problem(client.get(f"{path}?limt=5"), 422, "invalid_field")

    assert (problem["facts"]["field"], problem["facts"]["expected"]) == ("limt", "no such parameter")


@pytest.mark.parametrize("steps", ["0", "-1", "1000001", "99999999999999999999999"])
def test_steps_out_of_bounds_are_422(client: TestClient, steps: str) -> None:
    response = client.get(f"/api/v1/datasets/{ID}/ancestors?steps={steps}")

    assert check_problem(response, 422, "invalid_field")["facts"]["field"] == "steps"


def test_nul_in_a_filter_is_no_failure(client: TestClient) -> None:
    for path in ("/api/v1/datasets?prefix=%00", "/api/v1/applications?name=%00", "/api/v1/rejected?code=%00"):
        assert client.get(path).json()["items"] == []


@pytest.mark.parametrize("path", READS)
def test_a_database_that_is_down_is_503_on_every_read(
    client_without_database: TestClient, closed_port: int, path: str
) -> None:
    response = client_without_database.get(path)

    problem = check_problem(response, 503, "graph_unavailable")
    assert response.headers["retry-after"] == "5"
    assert problem["facts"] == {}
    assert str(closed_port) not in response.text
    assert "bolt" not in response.text


@pytest.mark.parametrize("media_type", ["application/json", "application/jsonl"])
def test_a_database_that_is_down_is_503_on_messages(client_without_database: TestClient, media_type: str) -> None:
    response = client_without_database.post(
        "/api/v1/messages", content=b'{"location": "/d/a"}', headers={"Content-Type": media_type}
    )

    check_problem(response, 503, "graph_unavailable")


def test_a_question_that_takes_too_long_is_504(
    service: Lineage, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database(server.uri, (server.user, server.password), query_timeout_s=0.001) as hasty:
        monkeypatch.setattr(service, "stats", lambda: hasty.ask_piece("endless", ENDLESS))
        with TestClient(create_app(service)) as client:
            response = client.get("/api/v1/stats")

    assert check_problem(response, 504, "timeout")["facts"]["question"] == "endless"


@pytest.fixture
def broken_app(service: Lineage, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """An app over a service that fails as nobody foresaw."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the password is swordfish")

    monkeypatch.setattr(service, "stats", fail)
    return create_app(service)


def test_what_nobody_foresaw_is_500_and_only_the_log_tells(
    broken_app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    response = TestClient(broken_app).get("/api/v1/stats")

    check_problem(response, 500, "internal")
    assert "swordfish" not in response.text
    assert "swordfish" in caplog.text


def test_a_failure_within_a_stream_is_its_last_line(service: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    def closure(direction: str, name: str, *, steps: int | None) -> Iterator[answers.Part]:
        start = answers.DatasetRef(id=ID, location="/d/a", kind="raw", state="present")
        node = answers.TraceNode(node="dataset", id=ID, steps=1)
        yield answers.Part(items=[node], start=start, count=2, as_of=1)
        raise GraphUnavailable("bolt://secret", "gone")

    monkeypatch.setattr(service, "closure", closure)
    with TestClient(create_app(service)) as client:
        response = client.get(f"/api/v1/datasets/{ID}/ancestors", headers={"Accept": "application/jsonl"})

    node, problem = lines_of(response)
    assert node["id"] == ID
    assert (problem["status"], problem["code"]) == (503, "graph_unavailable")
    assert "secret" not in response.text


def test_a_failure_within_receipts_comes_after_those_of_the_batches_before(
    service: Lineage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ingest(pieces: object) -> Iterator[answers.Receipt]:
        for n in range(service.settings.batch_size):
            yield answers.Receipt(status="created", location=f"/d/{n}", key="0" * 64)
        raise GraphUnavailable("bolt://secret", "gone")

    monkeypatch.setattr(service, "ingest", ingest)
    with TestClient(create_app(service)) as client:
        response = client.post("/api/v1/messages", content=b"{}", headers={"Content-Type": "application/jsonl"})

    *receipts, problem = lines_of(response)
    assert len(receipts) == service.settings.batch_size
    assert problem["code"] == "graph_unavailable"


def test_failures_of_ours_are_logged_with_what_the_caller_is_not_told(
    client_without_database: TestClient, closed_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "lineage.api")

    client_without_database.get("/api/v1/stats")

    assert str(closed_port) in caplog.text
