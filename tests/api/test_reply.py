"""ETags from the change number of the graph, and what they spare."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.graph.database import Database
from lineage.service import Lineage
from tests.api.wire import check_problem, message, path_of, send

LINES = {"Accept": "application/jsonl"}


class Counting(Database):
    """A database that remembers what it was asked."""

    def ask(self, name: str, /, *, timeout_s: float | None = None, **parameters: Any) -> dict[str, Any]:
        self.asked = [*getattr(self, "asked", []), name]
        return super().ask(name, timeout_s=timeout_s, **parameters)


@pytest.fixture
def counting(service: Lineage) -> Iterator[Counting]:
    settings = service.settings
    assert settings.neo4j_uri
    assert settings.neo4j_password
    with Counting(settings.neo4j_uri, (settings.neo4j_user, settings.neo4j_password.get_secret_value())) as database:
        yield database


def test_an_answer_that_the_caller_has_is_not_worked_out_again(service: Lineage, counting: Counting) -> None:
    with TestClient(create_app(Lineage(service.settings, counting))) as client:
        send(client, message("/d/a"), message("/d/b", "/d/a"))
        first = client.get(path_of("/d/b"))
        counting.asked = []
        again = client.get(path_of("/d/b"), headers={"If-None-Match": f'"other", {first.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert counting.asked == ["read/change"]


@pytest.mark.parametrize("more", [(), ("ancestors",), ("descendants",), ("graph",), ("lineage",)])
def test_a_change_of_the_graph_changes_the_tag(client: TestClient, more: tuple[str, ...]) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/a"))
    first = client.get(path_of("/d/b", *more))
    send(client, message("/d/b", "/d/a"))
    same = client.get(path_of("/d/b", *more), headers={"If-None-Match": first.headers["etag"]})
    send(client, message("/d/c"))

    again = client.get(path_of("/d/b", *more), headers={"If-None-Match": first.headers["etag"]})

    assert same.status_code == 304
    assert again.status_code == 200
    assert again.json()["as_of"] == first.json()["as_of"] + 1
    assert again.headers["etag"] != first.headers["etag"]


def test_a_tag_holds_for_its_own_address_and_form_only(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/a"))
    tag = client.get(path_of("/d/b", "ancestors")).headers["etag"]

    others = [
        client.get(path_of("/d/b", "ancestors"), headers={"If-None-Match": tag, **LINES}),
        client.get(path_of("/d/b", "ancestors"), params={"steps": 1}, headers={"If-None-Match": tag}),
        client.get(path_of("/d/b"), headers={"If-None-Match": tag}),
    ]

    assert [response.status_code for response in others] == [200] * 3
    check_problem(client.get(path_of("/d/none"), headers={"If-None-Match": tag}), 404, "not_found")


def test_lines_have_a_tag_of_their_own(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/a"))
    tag = client.get(path_of("/d/b", "ancestors"), headers=LINES).headers["etag"]

    response = client.get(path_of("/d/b", "ancestors"), headers={"If-None-Match": tag, **LINES})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("path", ["stats", "audit", "rejected"])
def test_what_changes_without_a_change_of_the_graph_has_no_tag(client: TestClient, path: str) -> None:
    assert "etag" not in client.get(f"/api/v1/{path}").headers
