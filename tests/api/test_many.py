from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.model.location import public_id
from tests.api.wire import check_problem, message, path_of, send

GET, CLOSURES = "/api/v1/datasets:batchGet", "/api/v1/datasets:closures"


def test_items_are_in_the_order_asked_and_missing_names_are_told(client: TestClient) -> None:
    send(client, message("/d/a"), message("/d/b", "/d/a"))
    names = [public_id("/d/b"), "/d//a", "/none", "10.15151/ESRF-DC-1"]

    found = client.post(GET, json={"names": names}).json()

    assert [item["name"] for item in found["items"]] == names
    assert [item["dataset"] and item["dataset"]["location"] for item in found["items"]] == ["/d/b", "/d/a", None, None]
    assert found["missing"] == ["/none", "10.15151/ESRF-DC-1"]
    alone = client.get(path_of("/d/b")).json()
    assert found["items"][0]["dataset"] == alone


def test_closures_tell_each_node_once_with_its_distances(client: TestClient) -> None:
    send(client, message("/d/b", "/d/a"), message("/d/c", "/d/b", "/d/a"))

    found = client.post(CLOSURES, json={"names": ["/d/c", "/d/b"], "limit": 2}).json()

    assert [node["location"] or node["key"] for node in found["nodes"]] == ["/d/a", "/d/b"]
    assert found["nodes"][0]["distances"] == {public_id("/d/b"): 1, public_id("/d/c"): 1}
    assert (found["count"], found["is_truncated"]) == (4, True)
    assert found["counts"] == {public_id("/d/c"): 4, public_id("/d/b"): 2}


def test_closures_of_names_that_nothing_has_are_404_with_all_of_them(client: TestClient) -> None:
    response = client.post(CLOSURES, json={"names": ["/none", "/nothing"], "direction": "descendants"})

    assert check_problem(response, 404, "names_not_found")["facts"]["names"] == ["/none", "/nothing"]


@pytest.mark.parametrize("path", [GET, CLOSURES])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"names": []}, "names"),
        ({"names": ["/d"] * 201}, "names"),
        ({"names": ["/d", 1]}, "names.1"),
        ({"names": ["relative/path"]}, "location"),
        ({"names": ["/d"], "colour": 1}, "colour"),
        ({}, "names"),
        ([], "body"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_its_field(
    client: TestClient, path: str, body: Any, field: str
) -> None:
    problem = check_problem(client.post(path, json=body), 422, "missing_field" if body == {} else "invalid_field")

    assert problem["facts"]["field"] == field


@pytest.mark.parametrize("body", [b"", b"{", b'{"names": ["\\ud800"]}', b"\xff"])
def test_a_body_that_is_no_json_is_refused(client: TestClient, body: bytes) -> None:
    problem = check_problem(client.post(GET, content=body), 422, "invalid_field")

    assert problem["facts"]["field"] == "body"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    check_problem(client.post(GET, content=b" " * (4 * 2**20 + 1)), 413, "body_too_large")
