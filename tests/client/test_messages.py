"""Messages through the client: the same receipts, keys and refusals as without a server between."""

from hashlib import sha256
from typing import Any

import pytest

from lineage.client import Client
from lineage.client.loads import LINES_MAX, loads
from lineage.errors import NotFound
from lineage.intake import Piece
from lineage.service import Lineage
from tests.api.wire import message
from tests.cli.conftest import UNREADABLE
from tests.client.conftest import RELION, awaited, collected
from tests.graph_sets import states
from tests.serving import serving

XML = b"<?xml version='1.0'?>\n<nothing>\n</nothing>\n"


def test_messages_of_every_kind_are_taken_in_their_order(service: Lineage, client: Client) -> None:
    sent: list[Any] = [
        message("/d/a"),
        Piece(b'{\n"type": "dataset"\n}\n', "test"),
        XML,
        b"",
        b"not a message",
        b'[{"broken": ',
        message("/d/b", "/d/a", comment="one\u2028line\x85only"),
    ]

    receipts = list(client.ingest(sent))

    assert [(receipt.status, receipt.location, receipt.code) for receipt in receipts] == [
        ("created", "/d/a", None),
        ("rejected", None, "missing_field"),
        ("rejected", None, "unreadable"),
        ("rejected", None, "missing_field"),
        ("rejected", None, "unreadable"),
        ("rejected", None, "unreadable"),
        ("created", "/d/b", None),
    ]
    assert receipts[2].key == sha256(XML).hexdigest()
    assert client.rejected_message(receipts[2].key)[1] == XML
    assert service.dataset("/d/b").comment == "one\u2028line\x85only"


def test_a_message_has_the_receipt_that_it_has_without_a_server(service: Lineage, client: Client) -> None:
    bodies = [*(path.read_bytes() for path in sorted(RELION.iterdir())), UNREADABLE.encode()]
    list(service.ingest(Piece(body, "test") for body in bodies))

    expected = list(service.ingest(Piece(body, "test") for body in bodies))

    assert list(client.ingest(bodies)) == expected
    assert {receipt.status for receipt in expected} == {"unchanged", "rejected"}


def test_the_awaited_client_sends_the_same(service: Lineage, url: str) -> None:
    receipts = awaited(url, lambda at: collected(at.ingest([message("/d/a"), XML, message("/d/b", "/d/a")])))

    assert [receipt.status for receipt in receipts] == ["created", "rejected", "created"]
    assert states(service.database) == {"/d/a": ("raw", "present"), "/d/b": ("processed", "present")}


def test_receipts_come_while_messages_are_still_asked_for(client: Client) -> None:
    asked = 0

    def endless() -> Any:
        nonlocal asked
        while True:
            asked += 1
            yield message("/d/a")

    first = next(client.ingest(endless()))

    assert first.status == "created"
    assert asked == LINES_MAX + 1


def test_a_message_that_is_too_large_is_refused_alone(service: Lineage) -> None:
    small = Lineage(service.settings.model_copy(update={"message_bytes_max": 1024}), service.database)
    large, huge = (message("/d/large", comment="x" * size) for size in (2000, 20_000))

    with serving(small) as url, Client(url) as client:
        receipts = list(client.ingest([message("/d/a"), large, message("/d/b")]))
        receipts += client.ingest([message("/d/c"), huge, message("/d/d")])

    assert [(receipt.status, receipt.code) for receipt in receipts] == [
        ("created", None),
        ("rejected", "invalid_field"),
        ("created", None),
        ("created", None),
        ("rejected", "body_too_large"),
        ("created", None),
    ]
    assert "1024 bytes" in str(receipts[4].message)
    assert service.stats().rejected == 1


def test_a_refused_message_is_tried_again(service: Lineage, client: Client) -> None:
    (cycle,) = client.ingest([message("/d/a", "/d/a")])

    assert (cycle.status, cycle.code) == ("rejected", "self_input")
    assert client.rejected().items[0].attempts == 1
    assert client.replay(cycle.key[:12]) == cycle
    assert client.rejected_message(cycle.key)[0].attempts == 2
    with pytest.raises(NotFound):
        client.replay("0" * 64)


def test_messages_are_loaded_in_lines_where_they_fit_a_line() -> None:
    sent = [b"{}", b"[\n]", XML, b"{}", b"{}", b" "]

    assert [(load.media_type, len(load.bodies)) for load in loads(sent)] == [
        ("application/jsonl", 1),
        ("application/json", 1),
        ("application/xml", 1),
        ("application/jsonl", 2),
        ("application/json", 1),
    ]
    assert [len(load.bodies) for load in loads([b"x" * 2**20] * 10)] == [3, 3, 3, 1]
