from hashlib import sha256

import pytest
from fastapi.testclient import TestClient

from tests.api.wire import XML, check_problem, message, pages, send

BROKEN = b"<script>alert(1)</script>\n"
KEY = sha256(BROKEN).hexdigest()


@pytest.fixture
def desk(client: TestClient) -> TestClient:
    """A client of a service that has refused five messages, one of them unreadable."""
    client.post("/api/v1/messages", content=BROKEN, headers=XML)
    for n in range(4):
        client.post("/api/v1/messages", json=message(f"d/{n}"))
    return client


def test_pages_hold_every_refused_message_exactly_once(desk: TestClient) -> None:
    found = [item for page in pages(desk, "/api/v1/rejected", limit=2) for item in page["items"]]

    assert len({item["key"] for item in found}) == len(found) == 5
    assert [item["received_at"] for item in found] == sorted(item["received_at"] for item in found)


def test_refused_messages_are_filtered_by_reason(desk: TestClient) -> None:
    items = desk.get("/api/v1/rejected", params={"code": "unreadable"}).json()["items"]

    assert [item["key"] for item in items] == [KEY]


def test_a_refused_message_is_shown_by_the_beginning_of_its_key(desk: TestClient) -> None:
    found = desk.get(f"/api/v1/rejected/{KEY[:8]}").json()

    assert (found["key"], found["code"], found["size_bytes"], found["attempts"]) == (KEY, "unreadable", 26, 1)


def test_the_bytes_come_back_as_they_were_and_are_not_shown(desk: TestClient) -> None:
    response = desk.get(f"/api/v1/rejected/{KEY}/body")

    assert response.content == BROKEN
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"] == f'attachment; filename="{KEY}"'


def test_a_replay_that_is_refused_again_is_422_and_counted(desk: TestClient) -> None:
    response = desk.post(f"/api/v1/rejected/{KEY}:replay")

    assert check_problem(response, 422, "unreadable")["facts"]["key"] == KEY
    assert desk.get(f"/api/v1/rejected/{KEY}").json()["attempts"] == 2


def test_a_replay_that_is_accepted_is_201_and_leaves_the_desk(client: TestClient) -> None:
    send(client, message("/d/b", "/d/a"))
    refused = client.post("/api/v1/messages", json=message("/d/a", "/d/b"))
    key = check_problem(refused, 422, "cycle")["facts"]["key"]
    send(client, message("/d/b", end_date="2024-01-02T00:00:00Z"))

    response = client.post(f"/api/v1/rejected/{key}:replay")

    assert (response.status_code, response.json()["location"]) == (201, "/d/a")
    assert response.headers["location"].startswith("/api/v1/datasets/")
    check_problem(client.get(f"/api/v1/rejected/{key}"), 404, "not_found")


@pytest.mark.parametrize("more", ["", "/body"])
def test_a_key_that_is_not_there_is_404(client: TestClient, more: str) -> None:
    problem = check_problem(client.get(f"/api/v1/rejected/{KEY}{more}"), 404, "not_found")

    assert problem["facts"] == {"kind": "rejected message", "name": KEY}


@pytest.mark.parametrize("key", ["abc", "%00" * 8, "G" * 64, "a" * 65])
def test_a_key_that_is_none_is_422(client: TestClient, key: str) -> None:
    problem = check_problem(client.get(f"/api/v1/rejected/{key}"), 422, "invalid_field")

    assert problem["facts"]["field"] == "key"
