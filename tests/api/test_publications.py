"""Publications over HTTP: said, shown, refused."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.service import Lineage
from tests.api.wire import MOTION, RAW, check_problem, send_relion

PATH = "/api/v1/dois/10.15151/ESRF-DC-1"
SAID: dict[str, Any] = {"title": "T", "members": [MOTION, "/data/new"], "creators": [{"name": "Carberry, Josiah"}]}


def test_what_was_put_is_shown_and_what_is_put_later_counts(client: TestClient) -> None:
    send_relion(client)

    assert client.put(PATH, json=SAID).status_code == 201
    assert client.put(PATH, json=SAID).status_code == 200
    found = client.get(PATH.replace("ESRF", "esrf")).json()
    assert (found["doi"], found["title"], found["datasets_count"]) == ("10.15151/esrf-dc-1", "T", 2)
    assert [(item["location"], item["state"]) for item in found["datasets"]] == [
        ("/data/new", "expected"),
        (MOTION, "present"),
    ]

    assert client.put(PATH, json={"investigations": [{"name": "mx-2485", "instrument": "cm01"}]}).json()["change"]
    found = client.get(PATH).json()
    assert (found["title"], found["creators"], found["investigations"]) == ("", [], ["mx-2485@cm01"])
    assert {RAW, MOTION} < {item["location"] for item in found["datasets"]}


def test_a_doi_may_have_several_slashes(client: TestClient) -> None:
    assert client.put("/api/v1/dois/10.1234/a/b", json={}).status_code == 201

    assert client.get("/api/v1/dois/10.1234/a/b").json()["doi"] == "10.1234/a/b"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"creators": [{"name": "A", "orcid": "0000-0002-1825-0098"}]}, "creators[0].orcid"),
        ({"published": "yesterday"}, "published"),
        ({"state": "open"}, "state"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"members": ["relative"]}, "members[0]"),
        ({"licence": 1}, "licence"),
        ({"word": 1}, "word"),
    ],
)
def test_what_is_wrong_with_it_is_named_and_kept_on_the_desk(
    client: TestClient, service: Lineage, said: dict[str, Any], field: str
) -> None:
    assert check_problem(client.put(PATH, json=said), 422, "invalid_field")["facts"]["field"] == field

    assert len(service.rejected().items) == 1
    check_problem(client.get(PATH), 404, "not_found")


def test_what_is_no_doi_and_no_object_is_refused_at_the_door(client: TestClient) -> None:
    check_problem(client.put("/api/v1/dois/11.1/x", json={}), 422, "invalid_field")
    check_problem(
        client.put(PATH, content=b"[1, 2]", headers={"Content-Type": "application/json"}), 422, "invalid_field"
    )
    check_problem(client.put(PATH, content=b"{", headers={"Content-Type": "application/json"}), 422, "invalid_field")


def test_a_report_is_made_from_what_is_up_and_down_and_who_publishes_it(client: TestClient) -> None:
    send_relion(client)
    client.put(PATH, json=SAID)
    client.put("/api/v1/dois/10.1234/raw", json={"members": [RAW], "embargo_until": "2099-01-01"})

    found = client.get("/api/v1/report", params={"name": "https://doi.org/10.15151/ESRF-DC-1"}).json()

    assert found["subject"] == "10.15151/esrf-dc-1"
    assert {item["location"] for item in found["ancestors"]["datasets"]} == {MOTION, RAW, "/data/new"}
    assert len(found["descendants"]["datasets"]) > 2
    (holder,) = found["holders"]
    assert (holder["doi"], holder["embargo_until"]) == ("10.1234/raw", "2099-01-01")
    of_investigation = client.get("/api/v1/report", params={"name": "mx-2485@cm01"}).json()
    assert of_investigation["members_count"] == len(of_investigation["members"]) > 2
    assert client.get("/api/v1/report", params={"name": MOTION}).json()["members_count"] == 1
    check_problem(client.get("/api/v1/report", params={"name": "none@id00"}), 404, "not_found")
