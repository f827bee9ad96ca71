import pytest
from fastapi.testclient import TestClient

from lineage.graph import walks
from lineage.model.location import public_id
from tests.api.wire import (
    MOTION,
    RAW,
    check_problem,
    lines_of,
    message,
    pages,
    path_of,
    send,
    send_relion,
)

UNKNOWN = public_id("/nowhere")
LINES = {"Accept": "application/jsonl"}


def send_chain(client: TestClient, length: int) -> None:
    send(client, *(message(f"/d/{n:03}", *([f"/d/{n - 1:03}"] if n else [])) for n in range(length)))


def test_a_real_dataset_is_shown_with_its_producer(client: TestClient) -> None:
    send_relion(client)

    found = client.get(path_of(MOTION)).json()

    assert (found["kind"], found["state"], found["name"]) == ("processed", "present", "MotionCorr_job002")
    assert [item["location"] for item in found["inputs"]] == [RAW]
    assert found["job"]["application"]["name"] == "relion MotionCorr"


def test_a_dataset_tells_what_happened_to_it(client: TestClient) -> None:
    status = {"datasetId": 17, "type": "restoration", "level": "error", "message": None}
    receipts = send(client, message("/d/a", icat_id=17), status)

    response = client.get(path_of("/d/a"))

    found = response.json()
    assert [(receipt["status"], receipt["location"]) for receipt in receipts] == [("created", "/d/a")] * 2
    assert (found["archive_status"], found["archive_level"], found["archive_message"]) == ("restoration", "error", "")
    assert [(event["kind"], event["status"], event["name"]) for event in found["events"]] == [
        ("archive", "restoration", None)
    ]
    assert (found["events_count"], found["archive_at"]) == (1, found["events"][0]["sent_at"])
    send(client, {**status, "level": "info"})
    assert client.get(path_of("/d/a"), headers={"If-None-Match": response.headers["ETag"]}).status_code == 200


def test_a_dataset_is_found_by_its_location(client: TestClient) -> None:
    send(client, message("/d/a, b"))

    response = client.get("/api/v1/datasets/by-location", params={"location": "/d//x/../a, b/"})

    assert response.json()["location"] == "/d/a, b"
    assert response.headers["content-location"] == path_of("/d/a, b")


def test_an_unknown_location_is_404_in_the_words_of_the_caller(client: TestClient) -> None:
    response = client.get("/api/v1/datasets/by-location", params={"location": "/nowhere"})

    problem = check_problem(response, 404, "not_found")
    assert problem["facts"] == {"kind": "dataset", "name": "/nowhere"}
    assert "/nowhere" in problem["detail"]


def test_a_location_with_nul_is_422(client: TestClient) -> None:
    response = client.get("/api/v1/datasets/by-location?location=/d/%00")

    assert check_problem(response, 422, "invalid_field")["facts"]["field"] == "location"


@pytest.mark.parametrize("more", [(), ("ancestors",), ("descendants",), ("graph",), ("lineage",)])
def test_an_unknown_id_is_404(client: TestClient, more: tuple[str, ...]) -> None:
    problem = check_problem(client.get("/".join((f"/api/v1/datasets/{UNKNOWN}", *more))), 404, "not_found")

    assert problem["facts"] == {"kind": "dataset", "name": UNKNOWN}


@pytest.mark.parametrize("name", ["x", "%00", "..%2f", "1" * 5000, "'%20OR%201=1"])
def test_an_id_that_is_none_is_422(client: TestClient, name: str) -> None:
    response = client.get(f"/api/v1/datasets/{name}")

    if response.status_code != 404:  # a slash within the name makes it another route
        assert check_problem(response, 422, "invalid_field")["facts"]["field"] == "id"


def test_pages_hold_every_dataset_exactly_once_in_order(client: TestClient) -> None:
    send_chain(client, 25)

    found = list(pages(client, "/api/v1/datasets", limit=7))

    assert [len(page["items"]) for page in found] == [7, 7, 7, 4]
    assert [item["location"] for page in found for item in page["items"]] == [f"/d/{n:03}" for n in range(25)]


def test_the_next_page_keeps_the_filters(client: TestClient) -> None:
    send(client, message("/d/a b"), message("/d/a c"), message("/d/b"), message("/d/a d", "/d/b"))

    found = list(pages(client, "/api/v1/datasets", prefix="/d/a ", kind="raw", state="present", limit=1))

    assert [item["location"] for page in found for item in page["items"]] == ["/d/a b", "/d/a c"]


def test_datasets_are_filtered_by_state(client: TestClient) -> None:
    send(client, message("/d/b", "/d/a"))

    items = client.get("/api/v1/datasets", params={"state": "expected"}).json()["items"]

    assert [item["location"] for item in items] == ["/d/a"]


@pytest.mark.parametrize("more", ["ancestors", "descendants"])
def test_pages_of_a_walk_hold_every_node_exactly_once_nearest_first(client: TestClient, more: str) -> None:
    send_chain(client, 12)
    start = "/d/011" if more == "ancestors" else "/d/000"

    found = list(pages(client, path_of(start, more), limit=5))

    nodes = [node for page in found for node in page["items"]]
    assert len({node["id"] for node in nodes}) == len(nodes) == 22 == found[0]["count"]
    assert [node["steps"] for node in nodes] == sorted(node["steps"] for node in nodes)
    assert [page["remaining"] for page in found] == [17, 12, 7, 2, 0]


def test_steps_end_a_walk_and_the_answer_says_so(client: TestClient) -> None:
    send_chain(client, 5)

    found = client.get(path_of("/d/004", "ancestors"), params={"steps": 2}).json()

    assert (found["steps_max"], found["direction"], found["count"]) == (2, "ancestors", 4)
    assert {node["location"] for node in found["items"]} - {None} == {"/d/003", "/d/002"}


def test_a_walk_in_json_lines_is_the_whole_closure(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks, "FIRST_NODES", 2)
    monkeypatch.setattr(walks, "PART_NODES", 3)
    send_chain(client, 12)

    response = client.get(path_of("/d/011", "ancestors"), params={"limit": 1}, headers=LINES)

    nodes = lines_of(response)
    whole = client.get(path_of("/d/011", "ancestors"), params={"limit": 1000}).json()
    assert nodes == whole["items"]
    assert len(nodes) == 22
    assert response.headers["vary"] == "Accept"


def test_a_walk_in_json_lines_of_what_is_not_there_is_404(client: TestClient) -> None:
    check_problem(client.get(f"/api/v1/datasets/{UNKNOWN}/ancestors", headers=LINES), 404, "not_found")


def test_a_walk_in_json_lines_has_no_pages(client: TestClient) -> None:
    send_chain(client, 12)
    cursor = client.get(path_of("/d/011", "ancestors"), params={"limit": 1}).json()["next"]

    response = client.get(path_of("/d/011", "ancestors"), params={"cursor": cursor}, headers=LINES)

    assert check_problem(response, 422, "invalid_field")["facts"]["field"] == "cursor"


def test_a_walk_from_a_root_has_no_lines(client: TestClient) -> None:
    send(client, message("/d/a"))

    assert lines_of(client.get(path_of("/d/a", "ancestors"), headers=LINES)) == []


def test_a_graph_has_the_edges_among_its_nodes(client: TestClient) -> None:
    send_chain(client, 3)

    found = client.get(path_of("/d/002", "graph")).json()

    assert {node["location"] for node in found["nodes"] if node["node"] == "dataset"} == {"/d/000", "/d/001", "/d/002"}
    assert sorted(edge[0] for edge in found["edges"]) == ["INPUT", "INPUT", "OUTPUT", "OUTPUT"]
    assert not found["is_truncated"]


def test_a_graph_that_is_cut_says_so(client: TestClient) -> None:
    send_chain(client, 9)

    found = client.get(path_of("/d/000", "graph"), params={"direction": "descendants", "limit": 3}).json()

    assert (len(found["nodes"]), found["is_truncated"], found["count"]) == (3, True, 17)


def test_a_path_is_found_between_an_id_and_a_location(client: TestClient) -> None:
    send_chain(client, 4)

    found = client.get("/api/v1/paths", params={"from": public_id("/d/000"), "to": "/d/003"}).json()

    assert found["steps"] == 3
    assert [node["location"] for node in found["nodes"][::2]] == ["/d/000", "/d/001", "/d/002", "/d/003"]


def test_a_path_to_what_is_not_there_is_404_in_the_words_of_the_caller(client: TestClient) -> None:
    send(client, message("/d/a"))

    response = client.get("/api/v1/paths", params={"from": "/d/a", "to": "/nowhere"})

    assert check_problem(response, 404, "not_found")["facts"]["name"] == "/nowhere"


def test_a_path_without_an_end_is_422(client: TestClient) -> None:
    problem = check_problem(client.get("/api/v1/paths", params={"from": "/d/a"}), 422, "missing_field")

    assert problem["facts"] == {"field": "to", "within": "query"}


def test_a_dataset_that_nothing_came_of_is_retired_and_stays(client: TestClient) -> None:
    send(client, message("/d/b", "/d/a"))

    response = client.delete(path_of("/d/b"), params={"reason": "disk full"})

    assert response.status_code == 200
    assert (response.json()["state"], response.json()["is_done"]) == ("retired", True)
    kept = client.get(path_of("/d/b")).json()
    assert (kept["state"], kept["retired_reason"], kept["inputs_count"]) == ("retired", "disk full", 1)


def test_a_dataset_in_use_is_409_with_the_list_until_it_is_said(client: TestClient) -> None:
    send_chain(client, 3)

    refused = client.delete(path_of("/d/000"), params={"reason": "old"})
    done = client.delete(path_of("/d/000"), params={"reason": "old", "retire_used": True})

    problem = check_problem(refused, 409, "still_used")
    assert problem["facts"] == {"location": "/d/000", "used_count": 2, "used_by": ["/d/001", "/d/002"]}
    assert done.json()["state"] == "retired"


def test_a_dry_run_shows_and_changes_nothing(client: TestClient) -> None:
    send_chain(client, 2)
    before = client.get("/api/v1/stats").json()

    shown = client.delete(path_of("/d/000"), params={"reason": "old", "dry_run": True}).json()

    assert (shown["is_done"], shown["used_by"], shown["state"]) == (False, ["/d/001"], "present")
    assert client.get("/api/v1/stats").json() == before


def test_retiring_needs_a_reason(client: TestClient) -> None:
    send(client, message("/d/a"))

    problem = check_problem(client.delete(path_of("/d/a")), 422, "missing_field")

    assert problem["facts"]["field"] == "reason"


def test_a_retirement_is_taken_back(client: TestClient) -> None:
    send(client, message("/d/a"))
    client.delete(path_of("/d/a"), params={"reason": "by mistake"})

    restored = client.post(f"{path_of('/d/a')}:restore")

    assert (restored.json()["state"], restored.json()["retired_reason"]) == ("present", None)


@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_a_change_of_what_is_not_there_is_404(client: TestClient, method: str) -> None:
    url = f"/api/v1/datasets/{UNKNOWN}{':restore' if method == 'POST' else '?reason=x'}"

    check_problem(client.request(method, url), 404, "not_found")


def test_what_lies_around_is_grouped_and_what_is_hidden_is_told(client: TestClient) -> None:
    send(client, message("/d/a"), *(message(f"/d/b{n}", "/d/a") for n in range(7)), message("/d/c", "/d/b0"))

    found = client.get(path_of("/d/a", "lineage"), params={"up": 0}).json()
    group = next(group for group in found["groups"] if group["node"] == "dataset")
    opened = client.get(path_of("/d/a", "lineage"), params={"up": 0, "open": group["id"]}).json()
    plain = client.get(path_of("/d/a", "lineage"), params={"up": 0, "group": "none", "max_nodes": 3}).json()

    assert (group["count"], group["states"]) == (7, {"present": 7})
    assert found["frontier"] == [{"node": group["id"], "side": "down", "hidden": 1}]
    assert len(opened["nodes"]) == 8
    assert (plain["is_truncated"], len(plain["nodes"]), plain["down_count"]) == (True, 3, 14)
