"""What the broker takes it keeps and hands on: across its own end, and from ESRF's real client."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyicat_plus.client.main import IcatClient

from lineage.engine import BrokerAddress
from lineage.ingest import Context, read
from lineage.model.message import DatasetMessage
from lineage.settings import Settings
from tests.brokers import OwnBroker
from tests.stomp_line import StompLine, bodies_in

MakeBroker = Callable[[Path], OwnBroker]
MESSAGE_BYTES_MAX = Settings.model_fields["message_bytes_max"].default
RAW = "/data/visitor/hg123/id00/20260101/RAW_DATA/s/s_0001"
PROCESSED = "/data/visitor/hg123/id00/20260101/PROCESSED_DATA/s/proc1"


def test_a_dataset_of_the_real_client_arrives_on_its_queue(broker: BrokerAddress) -> None:
    client = IcatClient(metadata_urls=[str(broker)])
    client.store_processed_data("id00", "hg123", "proc1", PROCESSED, metadata={"Sample_name": "s"}, raw=[RAW])
    client.disconnect()

    with StompLine(broker.port) as line:
        line.subscribe("icatIngest")
        frame = line.received()
        line.answer("ACK", frame)

    (message,) = read(frame.body, Context.of(Settings()))
    assert isinstance(message, DatasetMessage)
    assert (message.location, message.inputs) == (PROCESSED, (RAW,))
    assert bodies_in(broker.port, "icatIngest") == []


def test_what_was_not_acknowledged_comes_again_on_the_next_connection(broker: BrokerAddress) -> None:
    with StompLine(broker.port) as line:
        line.send("again", b"one")
        line.subscribe("again")
        assert line.received().headers.get("redelivered") is None

    with StompLine(broker.port) as line:
        line.subscribe("again")
        frame = line.received()
        line.answer("ACK", frame)

    assert (frame.body, frame.headers["redelivered"]) == (b"one", "true")


def test_a_broker_that_was_killed_has_what_was_not_acknowledged(broker_of_its_own: MakeBroker, tmp_path: Path) -> None:
    own = broker_of_its_own(tmp_path)
    with StompLine(own.start().port) as line:
        for body in (b"done", b"seen", b"waiting"):
            line.send("kept", body)
        line.subscribe("kept")
        line.answer("ACK", line.received())
        assert line.received().body == b"seen"
        own.kill()

    renewed = own.start()

    assert renewed.started
    assert bodies_in(renewed.port, "kept") == [b"seen", b"waiting"]


def test_a_broker_that_was_stopped_has_what_nobody_took(broker_of_its_own: MakeBroker, tmp_path: Path) -> None:
    own = broker_of_its_own(tmp_path)
    with StompLine(own.start().port) as line:
        line.send("kept", b"one")

    assert own.stop()

    assert bodies_in(own.start().port, "kept") == [b"one"]


def test_a_message_that_is_turned_down_is_in_the_dead_letter_queue(broker: BrokerAddress) -> None:
    with StompLine(broker.port) as line:
        line.send("wanted", b"unwanted")
        line.subscribe("wanted")
        line.answer("NACK", line.received())

        assert bodies_in(broker.port, "ActiveMQ.DLQ") == [b"unwanted"]
        line.subscribe("ActiveMQ.DLQ")
        line.answer("ACK", line.received())


def test_a_message_that_is_too_large_for_us_goes_through(broker: BrokerAddress) -> None:
    body = bytes(MESSAGE_BYTES_MAX + 1)
    with StompLine(broker.port) as line:
        line.send("large", body)
        line.subscribe("large")
        frame = line.received()
        line.answer("ACK", frame)

    assert frame.body == body


def test_the_broker_takes_nothing_of_more_than_twice_that_size(broker: BrokerAddress) -> None:
    length = str(2 * MESSAGE_BYTES_MAX + 1)
    with StompLine(broker.port) as line, pytest.raises(AssertionError, match="maximum data length was exceeded"):
        line.ask("SEND", {"destination": "/queue/huge", "content-length": length})
