import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.api import create_app
from lineage.api.bodies import ACCEPTED, ARRAY_ELEMENTS_MAX, ARRAY_MESSAGES, LINE_MESSAGES, LINES_MESSAGES
from lineage.journal import Journal
from lineage.model.location import public_id
from lineage.service import Lineage
from tests.api.wire import (
    LINES,
    MOTION,
    RAW,
    XML,
    check_problem,
    lines_of,
    message,
    path_of,
    relion_messages,
    send,
)

URL = "/api/v1/messages"
SMALL = 4096


@pytest.fixture
def small(service: Lineage) -> TestClient:
    """A client of a service that takes only small messages, two in a batch."""
    changed = {"message_bytes_max": SMALL, "batch_size": 2}
    return TestClient(create_app(Lineage(service.settings.model_copy(update=changed), service.database)))


@pytest.fixture
def without_disk(service: Lineage, tmp_path: Path) -> TestClient:
    """A client of a service whose journal cannot be written: there is a file where its folder should be."""
    (tmp_path / "journal").write_text("no folder")
    return TestClient(
        create_app(Lineage(service.settings, service.database, Journal(tmp_path / "journal", lambda: "a store")))
    )


def as_lines(*messages: Any) -> bytes:
    return b"".join((m if isinstance(m, bytes) else json.dumps(m).encode()) + b"\n" for m in messages)


def test_a_real_xml_message_is_created_and_can_be_followed(client: TestClient) -> None:
    response = client.post(URL, content=relion_messages()[0], headers=XML)

    assert response.status_code == 201
    assert response.headers["location"] == path_of(RAW)
    receipt = response.json()
    assert (receipt["status"], receipt["location"], receipt["id"]) == ("created", RAW, public_id(RAW))
    assert client.get(response.headers["location"]).json()["location"] == RAW


def test_the_same_message_again_is_200_unchanged(client: TestClient) -> None:
    client.post(URL, content=relion_messages()[0], headers=XML)

    response = client.post(URL, content=relion_messages()[0], headers={"Content-Type": "text/xml; charset=utf-8"})

    assert (response.status_code, response.json()["status"]) == (200, "unchanged")
    assert "location" not in response.headers


def test_a_later_message_replaces_and_an_earlier_one_is_superseded(client: TestClient) -> None:
    client.post(URL, json=message("/d/a", comment="first"))

    later = client.post(URL, json=message("/d/a", comment="later", end_date="2024-01-01T03:00:00Z"))
    earlier = client.post(URL, json=message("/d/a", comment="earlier", end_date="2024-01-01T00:30:00Z"))

    assert (later.status_code, later.json()["status"]) == (201, "replaced")
    assert (earlier.status_code, earlier.json()["status"]) == (200, "superseded")


def test_a_refused_message_is_422_names_the_field_and_is_kept(client: TestClient) -> None:
    response = client.post(URL, json=message("/d/a", end_date=None))

    problem = check_problem(response, 422, "missing_field")
    assert problem["facts"]["field"] == "endDate"
    kept = client.get(problem["instance"])
    assert kept.json()["key"] == problem["facts"]["key"]
    assert kept.json()["message"] == problem["detail"]
    assert client.get("/api/v1/stats").json()["datasets"] == 0


def test_a_broken_xml_message_names_its_line(client: TestClient) -> None:
    response = client.post(URL, content=b"<dataset>\n<oops", headers=XML)

    assert check_problem(response, 422, "unreadable")["facts"]["line"] == 2


def test_an_array_is_200_with_a_receipt_for_each_when_all_are_taken(client: TestClient) -> None:
    items = send(client, message("/d/a"), message("/d/b", "/d/a"))

    assert [(item["status"], item["location"]) for item in items] == [("created", "/d/a"), ("created", "/d/b")]


def test_an_array_of_which_one_is_refused_is_207_and_the_others_are_written(client: TestClient) -> None:
    response = client.post(URL, json=[message("/d/a"), message("d/relative"), message("/d/c")])

    assert response.status_code == 207
    items = response.json()["items"]
    assert [item["status"] for item in items] == ["created", "rejected", "created"]
    assert (items[1]["code"], items[1]["facts"]["field"]) == ("invalid_field", "location")
    assert client.get(f"/api/v1/rejected/{items[1]['key']}").status_code == 200


def test_an_array_of_one_is_still_an_array(client: TestClient) -> None:
    assert [item["status"] for item in send(client, message("/d/a"))] == ["created"]


def test_an_empty_array_is_taken_and_has_no_receipts(client: TestClient) -> None:
    assert send(client) == []


def test_a_broken_array_is_one_refused_message(client: TestClient) -> None:
    response = client.post(URL, content=b'[{"a": 1},', headers={"Content-Type": "application/json"})

    check_problem(response, 422, "unreadable")


def test_json_lines_are_answered_line_by_line_in_their_order(client: TestClient) -> None:
    sent = [message(f"/d/{n:04}", *([f"/d/{n - 1:04}"] if n else [])) for n in range(1000)]

    response = client.post(URL, content=as_lines(*sent), headers=LINES)

    assert response.status_code == 200
    assert [(line["status"], line["location"]) for line in lines_of(response)] == [
        ("created", f"/d/{n:04}") for n in range(1000)
    ]
    assert client.get("/api/v1/stats").json()["datasets"] == 1000


def test_a_broken_line_is_refused_and_spoils_no_other(client: TestClient) -> None:
    sent = as_lines(message("/d/a"), b'{"location": ', b"", message("/d/b", location=""), message("/d/c"))

    lines = lines_of(client.post(URL, content=sent, headers={"Content-Type": "application/jsonl"}))

    assert [(line["status"], line["code"]) for line in lines] == [
        ("created", None),
        ("rejected", "unreadable"),
        ("rejected", "missing_field"),
        ("created", None),
    ]
    assert client.get("/api/v1/stats").json()["datasets"] == 2


def test_json_lines_of_several_batches_have_their_receipts_in_order(small: TestClient) -> None:
    sent = as_lines(*(message(f"/d/{n}") for n in range(5)))

    lines = lines_of(small.post(URL, content=sent, headers=LINES))

    assert [line["change"] for line in lines] == [1, 2, 3, 4, 5]


def test_json_lines_without_any_line_are_an_empty_body(client: TestClient) -> None:
    problem = check_problem(client.post(URL, content=b"\n \n", headers=LINES), 422, "missing_field")

    assert problem["facts"] == {"field": "body", "within": "request"}


@pytest.mark.parametrize("media_type", ACCEPTED)
def test_an_empty_body_is_422_and_not_kept(client: TestClient, media_type: str) -> None:
    response = client.post(URL, content=b"", headers={"Content-Type": media_type})

    assert check_problem(response, 422, "missing_field")["facts"]["field"] == "body"
    assert client.get("/api/v1/rejected").json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/csv"}, {}, {"Content-Type": "application/xml", "Content-Encoding": "gzip"}],
)
def test_an_unknown_form_is_415_and_lists_what_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post(URL, content=b"<a/>", headers=headers)

    problem = check_problem(response, 415, "unknown_media_type")
    assert problem["facts"]["accepted"] == list(ACCEPTED)
    assert response.headers["accept"] == ", ".join(ACCEPTED)


@pytest.mark.parametrize(
    ("media_type", "body", "bytes_max"),
    [
        ("application/xml", b"<" + b"a" * SMALL, SMALL),
        ("application/json", b"{" + b" " * SMALL, SMALL),
        ("application/json", b"[" + b" " * SMALL * ARRAY_MESSAGES, SMALL * ARRAY_MESSAGES),
        ("application/jsonl", b"{}\n" * (SMALL * LINES_MESSAGES // 3 + 1), SMALL * LINES_MESSAGES),
    ],
)
def test_a_body_that_is_too_large_is_413_and_told_the_limit(
    small: TestClient, media_type: str, body: bytes, bytes_max: int
) -> None:
    response = small.post(URL, content=body, headers={"Content-Type": media_type})

    problem = check_problem(response, 413, "body_too_large")
    assert problem["facts"]["bytes_max"] == bytes_max
    assert str(bytes_max) in problem["detail"]


def test_a_body_without_a_declared_length_is_limited_too(small: TestClient) -> None:
    response = small.post(URL, content=(b"<" * 1000 for _ in range(9)), headers=XML)

    check_problem(response, 413, "body_too_large")


def test_a_broken_array_beyond_one_message_is_413_and_not_kept(small: TestClient) -> None:
    body = b"[" + b" " * SMALL + b"{"

    response = small.post(URL, content=body, headers={"Content-Type": "application/json"})

    check_problem(response, 413, "body_too_large")
    assert small.get("/api/v1/rejected").json()["items"] == []


def test_an_array_larger_than_one_message_is_taken(small: TestClient) -> None:
    assert len(send(small, *(message(f"/d/{n}", comment="x" * 1000) for n in range(8)))) == 8


def test_a_line_that_is_too_long_is_refused_alone(small: TestClient) -> None:
    sent = as_lines(message("/d/a"), message("/d/b", comment="x" * SMALL), message("/d/c"))

    lines = lines_of(small.post(URL, content=sent, headers=LINES))

    assert [line["status"] for line in lines] == ["created", "rejected", "created"]
    assert lines[1]["facts"]["field"] == "message"


def test_a_journal_that_cannot_be_written_is_503_and_nothing_is_taken(without_disk: TestClient, tmp_path: Path) -> None:
    response = without_disk.post(URL, content=relion_messages()[0], headers=XML)

    problem = check_problem(response, 503, "journal_failed")
    assert response.headers["retry-after"]
    assert str(tmp_path) not in response.text
    assert problem["facts"] == {}
    assert without_disk.get("/api/v1/stats").json()["datasets"] == 0


def test_a_line_that_is_too_long_is_kept_whole(small: TestClient) -> None:
    long = json.dumps(message("/d/b", comment="x" * SMALL)).encode()

    _, refused = lines_of(small.post(URL, content=as_lines(message("/d/a"), long), headers=LINES))

    assert small.get(f"/api/v1/rejected/{refused['key']}/body").content == long
    assert f"{len(long)} bytes" in refused["message"]


def test_a_line_beyond_what_can_be_kept_is_413_names_itself_and_nothing_is_taken(small: TestClient) -> None:
    long = message("/d/b", comment="x" * SMALL * LINE_MESSAGES)

    response = small.post(URL, content=as_lines(message("/d/a"), long, message("/d/c")), headers=LINES)

    problem = check_problem(response, 413, "body_too_large")
    assert problem["facts"] == {"what": "one of JSON Lines", "bytes_max": SMALL * LINE_MESSAGES, "line": 2}
    assert small.get("/api/v1/stats").json()["datasets"] == 0


def test_an_array_of_too_many_elements_is_413_and_nothing_is_taken(client: TestClient) -> None:
    body = b"[" + b"1," * ARRAY_ELEMENTS_MAX + b"1]"

    response = client.post(URL, content=body, headers={"Content-Type": "application/json"})

    problem = check_problem(response, 413, "too_many_messages")
    assert problem["facts"] == {"count_max": ARRAY_ELEMENTS_MAX}
    assert client.get("/api/v1/stats").json()["rejected"] == 0


def test_a_body_that_goes_to_disk_is_read_whole(client: TestClient) -> None:
    sent = as_lines(*(message(f"/d/{n}", comment="x" * 200_000) for n in range(12)))

    lines = lines_of(client.post(URL, content=sent, headers=LINES))

    assert [line["status"] for line in lines] == ["created"] * 12


def test_the_sender_is_kept_with_a_refused_message(client: TestClient) -> None:
    client.post(URL, content=b"<a/>", headers=XML)

    (kept,) = client.get("/api/v1/rejected").json()["items"]

    assert kept["sender"] == "http testclient"


@pytest.mark.parametrize("text", ['"\\u0000"', '"\\ud800"', '"/d/\\u0000"', "1e999", "NaN", "[[]]"])
def test_a_location_that_cannot_be_is_refused_and_never_a_500(client: TestClient, text: str) -> None:
    body = json.dumps(message("LOCATION")).replace('"LOCATION"', text)

    response = client.post(URL, content=body, headers={"Content-Type": "application/json"})

    assert response.status_code == 422
    assert response.json()["facts"]["key"]


def test_every_real_message_is_taken_in_the_reverse_order_too(client: TestClient) -> None:
    statuses = {client.post(URL, content=body, headers=XML).json()["status"] for body in reversed(relion_messages())}

    assert statuses == {"created"}
    assert client.get(path_of(MOTION)).json()["inputs_count"] == 1
