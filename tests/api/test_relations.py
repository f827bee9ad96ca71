import pytest
from fastapi.testclient import TestClient

from tests.api.wire import RAW, VISIT, check_problem, message, pages, path_of, send, send_relion

A, B = f"{VISIT}/PROCESSED_DATA/Polish/job028", f"{VISIT}/PROCESSED_DATA/PostProcess/job030"


def test_pages_of_what_is_in_common_hold_every_node_once_in_order(client: TestClient) -> None:
    send_relion(client)

    found = list(pages(client, "/api/v1/common", dataset=[A, B], limit=7))

    items = [item for page in found for item in page["items"]]
    assert len(items) == len({item["id"] for item in items}) == found[0]["count"] == 46
    order = [(item["steps"], item["location"] or item["key"]) for item in items]
    assert order == sorted(order)
    assert items[0]["location"] == A
    assert {start["location"] for start in found[0]["starts"]} == {A, B}
    assert all(max(item["distances"].values()) == item["steps"] for item in items)


def test_the_names_that_nothing_has_are_told_all_at_once(client: TestClient) -> None:
    send(client, message("/d/a"))

    response = client.get("/api/v1/common", params={"dataset": ["/none", "/d/a", "/nothing"]})
    problem = check_problem(response, 404, "names_not_found")

    assert problem["facts"] == {"kind": "dataset", "names": ["/none", "/nothing"]}
    assert problem["detail"] == "There is no dataset '/none', '/nothing'."


@pytest.mark.parametrize("names", [["/d/a"], ["/d/a", "/d//a"], [f"/d/{n}" for n in range(21)]])
def test_two_to_twenty_different_datasets_are_needed(client: TestClient, names: list[str]) -> None:
    response = client.get("/api/v1/common", params={"dataset": names})

    assert check_problem(response, 422, "invalid_field")["facts"]["field"] == "dataset"


def test_roots_and_products_are_pages(client: TestClient) -> None:
    send(client, message("/d/x", "/d/1", "/d/2"), message("/d/y", "/d/x"))

    roots = [item["location"] for page in pages(client, path_of("/d/y", "roots"), limit=1) for item in page["items"]]
    (page,) = pages(client, path_of("/d/1", "products"))

    assert roots == ["/d/1", "/d/2"]
    assert [(item["location"], item["steps"], item["state"]) for item in page["items"]] == [("/d/y", 2, "present")]
    assert page["start"]["location"] == "/d/1"


def test_a_difference_is_told_with_its_place_and_what_it_is(client: TestClient) -> None:
    for name, version in (("a", "1"), ("b", "2")):
        cut = {"name": "cut", "version": version}
        send(client, message(f"/{name}/cut", RAW, name="cut", application=cut), message(f"/{name}/end", f"/{name}/cut"))

    found = client.get("/api/v1/differences", params={"left": "/a/end", "right": "/b/end"}).json()

    first = found["first_divergence"]
    assert (found["is_same"], first["steps"], first["what"]) == (False, 1, ["version"])
    assert [first[side]["job"]["application"]["version"] for side in ("left", "right")] == ["1", "2"]
    assert (found["further"], found["further_count"]) == ([], 0)
    same = client.get("/api/v1/differences", params={"left": "/a/end", "right": "/b/end", "steps": 1}).json()
    assert same["is_same"] is True
    assert same["as_of"] == 4


def test_a_difference_of_what_is_not_there_is_404(client: TestClient) -> None:
    response = client.get("/api/v1/differences", params={"left": "/none", "right": "/none"})

    assert check_problem(response, 404, "names_not_found")["facts"]["names"] == ["/none"]
