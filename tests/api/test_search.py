"""Searching over HTTP: pages, facets, lines, what can be asked, and faults that point at their place."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.api import search as routes
from lineage.api.examples import search as examples
from lineage.model import answers
from tests.api.wire import RAW, VISIT, check_problem, lines_of, message, pages, send, send_relion


def search(client: TestClient, expression: str, **asked: Any) -> dict[str, Any]:
    response = client.get("/api/v1/search", params={"q": expression, **asked})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_a_search_is_a_page_with_its_count_and_what_it_started_from(client: TestClient) -> None:
    send_relion(client)

    page = search(client, "investigation = mx-2485 and kind = raw")

    assert [item["location"] for item in page["items"]] == [RAW]
    assert (page["count"], page["next"], page["facets"], page["as_of"]) == (1, None, None, 31)
    assert (page["expression"], page["started_from"]) == ("investigation = mx-2485 and kind = raw", "investigation")


def test_pages_of_a_search_follow_each_other(client: TestClient) -> None:
    send(client, *[message(f"/d/{n}", sample={"name": "s"}) for n in range(7)])

    found = list(pages(client, "/api/v1/search", q="sample = s and not 3", limit=3))

    assert [item["location"] for page in found for item in page["items"]] == [f"/d/{n}" for n in (0, 1, 2, 4, 5, 6)]
    assert [page["count"] for page in found] == [6, None]


def test_facets_come_when_they_are_asked_for_and_each_value_is_a_condition(client: TestClient) -> None:
    send_relion(client)

    page = search(client, f"under {VISIT}", facets=True, limit=1)

    kinds = next(facet for facet in page["facets"] if facet["name"] == "kind")
    assert {value["value"]: value["count"] for value in kinds["values"]} == {"processed": 30, "raw": 1, "unknown": 1}
    (first, *_) = kinds["values"]
    assert search(client, first["expression"])["count"] == first["count"]


def test_lines_are_the_whole_search(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    send(client, *[message(f"/d/{n}") for n in range(7)])
    monkeypatch.setattr(routes, "LINES_PAGE", 3)

    response = client.get("/api/v1/search", params={"q": "kind = raw"}, headers={"Accept": "application/jsonl"})

    assert [line["location"] for line in lines_of(response)] == [f"/d/{n}" for n in range(7)]
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("expression", "position", "expected"),
    [
        ("kind = rawr", 7, "unknown, raw or processed"),
        ("sampel = x", 0, "a field word or the name of a known parameter (sample, name?)"),
        ("EM_voltage > 2 keV", 15, "a unit that fits kV"),
        ("(kind = raw", 11, "and, or, or )"),
    ],
)
def test_a_fault_is_a_problem_that_tells_its_place(
    client: TestClient, expression: str, position: int, expected: str
) -> None:
    response = client.get("/api/v1/search", params={"q": expression})

    problem = check_problem(response, 422, "invalid_expression")
    assert problem["facts"]["position"] == position
    assert problem["facts"]["expression"] == expression
    assert problem["facts"]["expected"].startswith(expected[:12])


def test_a_fault_is_a_problem_for_lines_too(client: TestClient) -> None:
    response = client.get("/api/v1/search", params={"q": "kind ="}, headers={"Accept": "application/jsonl"})

    check_problem(response, 422, "invalid_expression")


def test_the_cursor_of_another_expression_is_refused(client: TestClient) -> None:
    send(client, *[message(f"/d/{n}") for n in range(3)])
    cursor = search(client, "kind = raw", limit=1)["next"]

    check_problem(client.get("/api/v1/search", params={"q": "kind != raw", "cursor": cursor}), 422, "invalid_field")
    check_problem(client.get("/api/v1/search", params={"query": "kind = raw"}), 422, "invalid_field")


def test_the_words_that_can_be_asked_are_told_with_type_and_unit(client: TestClient) -> None:
    words = {item["name"]: item for item in client.get("/api/v1/search/words").json()["items"]}

    assert (words["EM_voltage"]["type"], words["EM_voltage"]["unit"]) == ("number", "kV")
    assert words["kind"]["choices"] == ["unknown", "raw", "processed"]
    assert (words["investigation"]["is_indexed"], words["kind"]["is_indexed"]) == (True, False)
    assert list(words)[:2] == ["text", "location"]


def test_the_examples_have_the_shape_of_answers() -> None:
    answers.Found(**examples.FOUND)
    answers.WordList(**examples.WORDS)
