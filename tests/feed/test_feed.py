"""From a real broker into the real graph: what is acknowledged is there, what is refused is kept and told, once."""

import json
import re
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lineage import intake
from lineage.engine import BrokerAddress
from lineage.feed import consumers
from lineage.journal import Journal
from lineage.model.answers import Receipt
from lineage.service import Lineage
from tests.feed.listening import consumed, listener, running, until
from tests.feed.proxy import Proxy, proxied
from tests.ingest_until_killed import body
from tests.stomp_line import send, take

QUEUE = "icatIngest"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<tns:dataset xmlns:tns="http://www.esrf.fr/icat"><tns:name>&b;</tns:name></tns:dataset>'
)
POISON = {
    "no message": b"no message at all",
    "empty": b"",
    "half a document": b'<tns:dataset xmlns:tns="http://www.esrf.fr/icat"><tns:name>',
    "Latin-1 called UTF-8": '<?xml version="1.0" encoding="UTF-8"?><dataset><name>caf\xe9</name></dataset>'.encode(
        "latin-1"
    ),
    "UTF-16": json.dumps({"name": "a"}).encode("utf-16"),
    "entities": BOMB,
    "bytes of all kinds": bytes(range(256)),
    "a rule broken": json.dumps({**json.loads(body(0)), "inputs": ["/k/0"]}).encode(),
}


def is_larger(service: Lineage, before: int) -> bool:
    """Say whether there are more datasets now."""
    return service.stats().datasets > before


def statuses(receipts: list[Receipt]) -> list[str]:
    return [receipt.status for receipt in receipts]


def test_messages_of_a_queue_are_in_the_graph_in_their_order(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    send(broker.port, QUEUE, map(body, range(450)))

    receipts = consumed(service, broker.port)

    assert [receipt.location for receipt in receipts] == [f"/k/{number}" for number in range(450)]
    assert set(statuses(receipts)) == {"created"}
    assert service.stats().datasets == 450
    assert consumed(service, broker.port) == []


def test_a_message_that_comes_twice_changes_nothing_the_second_time(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    send(broker.port, QUEUE, [body(0), body(1), body(0)])
    send(broker.port, QUEUE, [body(1)])

    assert statuses(consumed(service, broker.port)) == ["created", "created", "unchanged", "unchanged"]


def test_what_is_refused_is_kept_with_its_reason_published_and_acknowledged(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    send(broker.port, QUEUE, [body(0), *POISON.values(), body(1)])

    receipts = consumed(service, broker.port)

    assert statuses(receipts) == ["created", *["rejected"] * len(POISON), "created"]
    kept = {bytes(service.rejected_message(item.key)[1]): item for item in service.rejected().items}
    assert set(kept) == set(POISON.values())
    assert {item.sender for item in kept.values()} == {f"queue:{QUEUE}"}
    published = take(broker.port, "lineage.failed")
    assert [frame.body for frame in published] == list(POISON.values())
    for frame, receipt in zip(published, receipts[1:-1], strict=True):
        assert frame.headers["lineage-code"] == receipt.code == kept[frame.body].code
        assert unescaped(frame.headers["lineage-reason"]) == receipt.message
        assert frame.headers["lineage-queue"] == QUEUE
    assert consumed(service, broker.port) == [], "a refused message came again"


def test_a_message_of_ten_megabytes_is_taken_and_one_beyond_the_limit_is_kept_whole(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    said = json.loads(body(0))
    large = json.dumps({**said, "comment": "c" * 10 * 2**20}).encode()
    larger = json.dumps({**said, "location": "/k/larger", "comment": "c" * 17 * 2**20}).encode()
    send(broker.port, QUEUE, [large, larger, body(1)])

    receipts = consumed(service, broker.port, 3)

    assert statuses(receipts) == ["created", "rejected", "created"]
    assert service.rejected_message(receipts[1].key)[1] == larger


def test_the_graph_being_away_stops_consumption_and_refuses_nothing(
    service: Lineage, broker: BrokerAddress, empty_queues: None, proxied_service: tuple[Lineage, Proxy]
) -> None:
    behind, proxy = proxied_service
    feed = listener(behind, broker.port, batch_size=10)
    proxy.cut(is_refusing=True)
    send(broker.port, QUEUE, map(body, range(60)))

    with running(feed) as receipts:
        until(lambda: feed.consumer().state == "blocked")
        assert "does not answer" in str(feed.consumer().reason)
        assert receipts == []
        proxy.flow()
        until(lambda: service.stats().datasets == 60)
        until(lambda: feed.consumer().state == "running")

    assert service.stats().rejected == 0
    assert feed.consumer().messages == {"created": 60}


def test_a_graph_that_falls_silent_in_the_middle_loses_nothing(
    service: Lineage, broker: BrokerAddress, empty_queues: None, proxied_service: tuple[Lineage, Proxy]
) -> None:
    behind, proxy = proxied_service
    feed = listener(behind, broker.port, batch_size=10)
    send(broker.port, QUEUE, map(body, range(200)))

    with running(feed):
        until(lambda: service.stats().datasets > 20)
        proxy.stall()
        threading.Event().wait(1)
        proxy.cut()
        proxy.flow()
        until(lambda: sum(feed.consumer().messages.values()) >= 200)

    assert service.stats().datasets == 200
    assert service.stats().rejected == 0


def test_a_connection_that_is_cut_is_made_again_and_nothing_is_lost(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    send(broker.port, QUEUE, map(body, range(300)))
    with proxied("127.0.0.1", broker.port) as proxy:
        feed = listener(service, proxy.port, batch_size=10)
        with running(feed):
            for _ in range(3):
                before = service.stats().datasets
                until(partial(is_larger, service, before))
                proxy.cut()
            until(lambda: service.stats().datasets == 300)
            until(lambda: feed.consumer().waiting == 0)

    assert set(feed.consumer().messages) <= {"created", "unchanged"}


def test_several_consumers_share_a_queue(service: Lineage, broker: BrokerAddress, empty_queues: None) -> None:
    feeds = [listener(service, broker.port, batch_size=20, broker_prefetch=40) for _ in range(3)]
    with running(feeds[0]) as first, running(feeds[1]) as second, running(feeds[2]) as third:
        until(lambda: all(feed.brokers.are_connected for feed in feeds))
        send(broker.port, QUEUE, map(body, range(600)))
        until(lambda: service.stats().datasets == 600)

    assert all((first, second, third))


def test_a_consumer_tells_of_itself(service: Lineage, broker: BrokerAddress, empty_queues: None) -> None:
    send(broker.port, QUEUE, [body(0), b"no message", body(0)])
    feed = listener(service, broker.port)

    with running(feed):
        until(lambda: sum(feed.consumer().messages.values()) == 3)
        until(lambda: bool(service.consumers().items))
        (told,) = service.consumers().items

    consumer = feed.consumer()
    assert consumer.messages == {"created": 1, "rejected": 1, "unchanged": 1}
    assert consumer.rejected == {"unreadable": 1}
    assert consumer.instruments == {"id00": 2}
    assert consumer.visible_s["+Inf"] == 3
    assert consumer.brokers == {f"127.0.0.1:{broker.port}": "connected"} == told.brokers
    assert service.consumers().items == [], "a consumer that has ended still tells"


def test_a_broker_that_is_away_is_told_of_and_tried_again(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    send(broker.port, QUEUE, [body(0)])
    with proxied("127.0.0.1", broker.port) as proxy:
        proxy.cut(is_refusing=True)
        feed = listener(service, proxy.port)
        with running(feed):
            until(lambda: "not connected yet" not in feed.brokers.states.values())
            assert feed.consumer().brokers != {f"127.0.0.1:{proxy.port}": "connected"}
            proxy.flow()
            until(lambda: service.stats().datasets == 1)


def unescaped(header: str) -> str:
    """Return the value of a header as it was before STOMP put it on one line."""
    return re.sub(r"\\([cn\\])", lambda found: {"c": ":", "n": "\n"}.get(found[1], "\\"), header)


def test_a_fault_of_ours_ends_one_feed_and_the_next_one_takes_what_it_had(
    service: Lineage, broker: BrokerAddress, empty_queues: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.service.listening.AGAIN_S", 0.1)
    failures = [RuntimeError("a fault of ours")]
    written = intake.write_prepared

    def write(*given: Any, **named: Any) -> Any:
        if failures:
            raise failures.pop()
        return written(*given, **named)

    monkeypatch.setattr(intake, "write_prepared", write)
    send(broker.port, QUEUE, [body(0)])
    settings = service.settings.model_copy(update={"brokers": (str(broker),)})

    with Lineage(settings, service.database).listening():
        until(lambda: service.stats().datasets == 1)

    assert not failures
    assert consumed(service, broker.port) == []


def test_a_reason_too_long_for_a_header_is_cut_and_the_message_acknowledged(
    service: Lineage, broker: BrokerAddress, empty_queues: None
) -> None:
    places = [f"/k/{number}/{'l' * 3000}" for number in range(6)]
    said = json.loads(body(0))
    ring = [
        json.dumps({**said, "location": place, "inputs": [places[number - 1]]}).encode()
        for number, place in enumerate(places)
    ]
    send(broker.port, QUEUE, ring)

    receipts = consumed(service, broker.port)

    assert sorted(statuses(receipts)) == ["created"] * 5 + ["rejected"]
    (refused,) = service.rejected().items
    assert len(refused.message) > 10_240
    (published,) = take(broker.port, "lineage.failed")
    reason = unescaped(published.headers["lineage-reason"])
    assert refused.message.startswith(reason.removesuffix("… (the desk has all of it)"))
    assert consumed(service, broker.port) == [], "it came again"


def test_a_journal_without_room_stops_consumption_is_told_of_and_loses_nothing(
    service: Lineage, broker: BrokerAddress, empty_queues: None, tmp_path: Path
) -> None:
    settings = service.settings.model_copy(update={"data_dir": tmp_path, "brokers": (str(broker),)})
    journal = Journal(tmp_path / "journal", lambda: "test")
    (tmp_path / "journal").write_bytes(b"no folder, so nothing can be written in it")
    feed = Lineage(settings, service.database, journal).feed()
    send(broker.port, QUEUE, map(body, range(5)))

    with running(feed) as receipts:
        until(lambda: any(one.state == "blocked" for one in consumers(settings)))
        assert "cannot be written to" in str(consumers(settings)[0].reason)
        assert receipts == []
        (tmp_path / "journal").unlink()
        until(lambda: service.stats().datasets == 5)

    assert service.stats().rejected == 0
    journal.close()
