"""What the tests of HTTP share: messages to send, and the one shape that every failure must have."""

import json
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from lineage.model.location import public_id
from tests.conftest import DATA

RELION = DATA / "esrf-ingest-messages" / "relion-tutorial"
VISIT = "/data/visitor/mx2485/cm01/20230503"
RAW = f"{VISIT}/RAW_DATA/Import/job001"
MOTION = f"{VISIT}/PROCESSED_DATA/MotionCorr/job002"
XML = {"Content-Type": "application/xml"}
LINES = {"Content-Type": "application/x-ndjson"}
SAFETY = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


def relion_messages() -> list[bytes]:
    """Return the real messages of the RELION tutorial, raw first."""
    names = (RELION / "orders" / "topological.txt").read_text().split()
    return [(RELION / "messages" / name).read_bytes() for name in names]


def send_relion(client: TestClient) -> None:
    """Send the RELION tutorial, a message a request."""
    for message in relion_messages():
        assert client.post("/api/v1/messages", content=message, headers=XML).status_code == 201


def message(location: str, /, *inputs: str, **facts: Any) -> dict[str, Any]:
    """Return a JSON message with ordinary facts; keywords replace them, None takes them away."""
    said = {
        "investigation": "hg1",
        "instrument": "id00",
        "name": location.rsplit("/", 1)[-1],
        "location": location,
        "start_date": "2024-01-01T00:00:00Z",
        "end_date": "2024-01-01T01:00:00Z",
        "sample": "s",
        "inputs": list(inputs),
        **facts,
    }
    return {key: value for key, value in said.items() if value is not None}


def send(client: TestClient, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Send messages as an array; every one is taken."""
    response = client.post("/api/v1/messages", json=list(messages))
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def path_of(location: str, *more: str) -> str:
    """Return the path of a dataset, or of something below it."""
    return "/".join(("/api/v1/datasets", public_id(location), *more))


def lines_of(response: Response) -> list[dict[str, Any]]:
    """Return the objects of an answer in JSON Lines."""
    assert response.headers["content-type"] == "application/jsonl"
    assert response.text == "" or response.text.endswith("\n")
    return [json.loads(line) for line in response.text.splitlines()]


def pages(client: TestClient, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
    """Yield every page of a list, following the Link header as a client does."""
    response = client.get(path, params=asked)
    while True:
        assert response.status_code == 200, response.text
        page = response.json()
        yield page
        assert (page["next"] is not None) == ("link" in response.headers)
        if page["next"] is None:
            return
        response = client.get(response.links["next"]["url"])


def check_problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """Assert that a response is a problem of the one shape, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert {name: response.headers[name] for name in SAFETY} == SAFETY
    problem: dict[str, Any] = response.json()
    shape = {name: type(value) for name, value in problem.items()}
    assert shape == {
        "type": str,
        "title": str,
        "status": int,
        "detail": str,
        "code": str,
        "facts": dict,
        "instance": str,
    }
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/docs#{code}")
    assert problem["title"].endswith(".") or status == 400
    assert problem["instance"].startswith("/")
    assert "Traceback" not in response.text
    return problem
