"""Requests that a browser was made to send, and requests for another host, are refused; HEAD is GET without a body."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.api.guard import host_names_of
from lineage.service import Lineage
from lineage.settings import Settings
from tests.api.wire import check_problem, message, path_of, send
from tests.serving import serving

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://testserver:81"},
    {"Origin": "null"},
]
OWN = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind.proxy.example"},
]


@pytest.fixture
def guarded(service: Lineage) -> Iterator[TestClient]:
    """A client of an app that may be asked by one name besides those of loopback."""
    with TestClient(create_app(service, ["Lineage.example.org"])) as client:
        yield client


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_change_that_another_site_asks_for_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    send(client, message("/d/a"))

    retire = client.delete(path_of("/d/a"), params={"reason": "x"}, headers=headers)
    restore = client.post(f"{path_of('/d/a')}:restore", headers=headers)
    replay = client.post(f"/api/v1/rejected/{'0' * 64}:replay", headers=headers)
    sent = client.post("/api/v1/messages", json=message("/d/b"), headers=headers)

    for response in (retire, restore, replay, sent):
        assert check_problem(response, 403, "cross_site")["facts"] == {"origin": headers.get("Origin")}
    assert client.get(path_of("/d/a")).json()["state"] == "present"
    assert client.get("/api/v1/stats").json()["datasets"] == 1


@pytest.mark.parametrize("headers", OWN)
def test_a_program_and_our_own_site_are_let_through(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/v1/messages", json=message("/d/a"), headers=headers).status_code == 201


@pytest.mark.parametrize("headers", FOREIGN)
def test_reading_is_not_refused_as_no_other_site_may_read_the_answer(
    client: TestClient, headers: dict[str, str]
) -> None:
    assert client.get("/api/v1/stats", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:8000", "", "[::1", "127.0.0.1.elsewhere.example"]
)
def test_another_host_is_refused(guarded: TestClient, host: str) -> None:
    response = guarded.get("/api/v1/stats", headers={"Host": host})

    problem = check_problem(response, 421, "wrong_host")
    assert problem["facts"] == {"host": host}
    assert "LINEAGE_HOST_NAMES" in problem["detail"]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.0.0.2", "[::1]:8000", "lineage.example.org:443"]
)
def test_our_own_names_are_known(guarded: TestClient, host: str) -> None:
    assert guarded.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "names", "expected"),
    [
        ("127.0.0.1", "", ()),
        ("localhost", "", ()),
        ("::1", "lineage.example.org, b", ("lineage.example.org", "b")),
        ("0.0.0.0", "", None),  # noqa: S104 - that is the point
        ("0.0.0.0", "lineage.example.org", ("lineage.example.org",)),  # noqa: S104
    ],
)
def test_any_name_passes_only_beyond_loopback(host: str, names: str, expected: tuple[str, ...] | None) -> None:
    assert host_names_of(Settings.model_validate({"host": host, "host_names": names})) == expected


@pytest.mark.parametrize(
    "path", ["/api/v1/stats", "/healthz", "/docs", "/metrics", "/api/v1/datasets?limit=0", "/none"]
)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (get.status_code, b"")
    names = ("content-type", "content-security-policy")
    assert [head.headers[name] for name in names] == [get.headers[name] for name in names]


def test_head_of_a_route_that_is_not_read_is_not_allowed(client: TestClient) -> None:
    response = client.head("/api/v1/messages")

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert client.put("/api/v1/stats").headers["allow"] == "GET, HEAD"


def test_a_real_server_answers_head_and_goes_on(service: Lineage) -> None:
    with serving(service) as url, httpx2.Client(base_url=url) as http:
        head, get = http.head("/api/v1/stats"), http.get("/api/v1/stats")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]
    assert get.json()["datasets"] == 0
