from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from lineage.api import create_app
from lineage.service import Lineage
from tests.api.wire import XML, check_problem, message, send


def samples(client: TestClient) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"is_alive": True}
    assert client.get("/readyz").json() == {"is_ready": True, "checks": {"database": "ok", "schema": "ok"}}


def test_alive_without_a_database(client_without_database: TestClient) -> None:
    assert client_without_database.get("/healthz").status_code == 200


def test_not_ready_without_a_database_names_the_check_and_nothing_of_the_inside(
    client_without_database: TestClient, closed_port: int
) -> None:
    response = client_without_database.get("/readyz")

    problem = check_problem(response, 503, "not_ready")
    assert problem["facts"]["checks"]["database"] == "failed"
    assert str(closed_port) not in response.text
    assert response.headers["retry-after"] == "5"


def test_messages_are_counted_by_what_became_of_them(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/c"))
    client.post("/api/v1/messages", content=b"<a/>", headers=XML)

    found = samples(client)

    assert found["lineage_messages_total", "created"] == 2
    assert found["lineage_messages_total", "rejected"] == 1
    assert found["lineage_messages_total", "superseded"] == 0
    assert found["lineage_rejected_total", "unreadable"] == 1
    assert found["lineage_graph_up",] == 1
    assert found["lineage_graph_change",] == 2
    assert found["lineage_expected_datasets",] == 1
    assert found["lineage_rejected_messages",] == 1


def test_requests_are_counted_by_route_and_never_by_path(client: TestClient) -> None:
    for name in ("9c7c0d5e-3a44-5ac0-8d4b-0f3b54e4a0d1", "another"):
        client.get(f"/api/v1/datasets/{name}")
    client.get("/api/v1/no/such/route")
    client.request("BREW", "/api/v1/stats")

    found = samples(client)

    assert found["lineage_http_requests_total", "GET", "/api/v1/datasets/{id}", "404"] == 1
    assert found["lineage_http_requests_total", "GET", "/api/v1/datasets/{id}", "422"] == 1
    assert found["lineage_http_requests_total", "GET", "unknown", "404"] == 1
    assert found["lineage_http_requests_total", "unknown", "/api/v1/stats", "405"] == 1
    assert found["lineage_http_request_seconds_count", "/api/v1/datasets/{id}"] == 2


def test_metrics_are_told_without_a_database(client_without_database: TestClient) -> None:
    found = samples(client_without_database)

    assert found["lineage_graph_up",] == 0
    assert ("lineage_graph_change",) not in found


def test_two_apps_in_a_process_count_apart(service: Lineage) -> None:
    first, second = TestClient(create_app(service)), TestClient(create_app(service))

    send(first, message("/d/a"))

    assert samples(first)["lineage_messages_total", "created"] == 1
    assert samples(second)["lineage_messages_total", "created"] == 0
