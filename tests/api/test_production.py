from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from lineage.model.location import public_id
from tests.api.wire import check_problem, lines_of, message, pages, send

PATH = f"/api/v1/applications/{public_id('prog/1')}"
PROG = {"name": "prog", "version": "1"}


def made(location: str, day: int, *inputs: str) -> dict[str, object]:
    return message(location, *inputs, application=PROG, end_date=f"2024-01-{day:02}T10:00:00Z")


@pytest.fixture
def graph(client: TestClient) -> TestClient:
    send(client, *[made(f"/s/{day}", day, "/raw") for day in range(1, 6)])
    send(client, message("/d/1", "/s/1", "/s/2"), message("/d/2", "/d/1"))
    return client


def test_pages_of_what_was_produced_are_in_the_order_of_time(graph: TestClient) -> None:
    found = list(pages(graph, f"{PATH}/produced", since="2024-01-02", until="2024-01-04", limit=2))

    assert [item["location"] for page in found for item in page["items"]] == ["/s/2", "/s/3", "/s/4"]
    assert [(page["count"], page["remaining"]) for page in found] == [(3, 1), (3, 0)]
    assert found[0]["kinds"] == {"processed": 3}
    assert found[0]["until"] == "2024-01-04T23:59:59.999999Z"


def test_a_bound_with_a_time_is_that_moment(graph: TestClient) -> None:
    (page,) = pages(graph, f"{PATH}/produced", until="2024-01-01T11:00:00+01:00")

    assert [item["location"] for item in page["items"]] == ["/s/1"]


@pytest.mark.parametrize("moment", ["yesterday", "2024-13-01", "2024-01-01T10:00:00", ""])
def test_a_bound_that_is_no_time_is_refused(graph: TestClient, moment: str) -> None:
    problem = check_problem(graph.get(f"{PATH}/produced", params={"since": moment}), 422, "invalid_field")

    assert problem["facts"]["field"] == "since"


def test_an_impact_has_counts_and_pages(graph: TestClient) -> None:
    found = list(pages(graph, f"{PATH}/impact", until="2024-01-02", limit=3))

    assert [(item["location"], item["steps"]) for page in found for item in page["items"]] == [
        ("/s/1", 0),
        ("/s/2", 0),
        ("/d/1", 1),
        ("/d/2", 2),
    ]
    assert (found[0]["seeds_count"], found[0]["derived_count"], found[0]["remaining"]) == (2, 2, 1)
    assert found[0]["investigations"] == [{"key": "hg1@id00", "count": 4}]


def test_lines_stream_the_whole_impact_whatever_the_limit(graph: TestClient) -> None:
    response = graph.get(f"{PATH}/impact", params={"limit": 1}, headers={"Accept": "application/jsonl"})

    assert [line["location"] for line in lines_of(response)] == [*[f"/s/{day}" for day in range(1, 6)], "/d/1", "/d/2"]


def test_jobs_are_filtered_and_counted_by_application(graph: TestClient) -> None:
    keys = [
        item["key"] for page in pages(graph, "/api/v1/jobs", application="prog 1", limit=2) for item in page["items"]
    ]
    counts = graph.get("/api/v1/jobs:countByStatus", params={"application": "prog/1"}).json()["counts"]

    assert keys == [f"job-of:/s/{day}" for day in range(1, 6)]
    assert sum(counts.values()) == 5
    assert sum(graph.get("/api/v1/jobs:countByStatus").json()["counts"].values()) == 7


@pytest.mark.parametrize(
    "route", ["produced", "impact", "jobs?application=none", "jobs:countByStatus?application=none"]
)
def test_an_application_that_is_not_there_is_404(client: TestClient, route: str) -> None:
    path = f"/api/v1/{route}" if "jobs" in route else f"/api/v1/applications/{public_id('none')}/{route}"

    problem = check_problem(client.get(path), 404, "not_found")

    assert problem["facts"]["kind"] == "application"
    assert problem["instance"] == urlsplit(path).path
