"""A broker within TLS: as good as a plain one, and refused where its certificate does not fit."""

import json
import os
from pathlib import Path

import pytest
import trustme

from lineage.engine import BrokerAddress
from lineage.service import Lineage
from tests.feed.listening import listener, running, until
from tests.feed.tls import within_tls
from tests.ingest_until_killed import body
from tests.stomp_line import send, take

pytestmark = pytest.mark.usefixtures("empty_queues")

QUEUE = "icatIngest"
COUNT = 200
LARGE_BYTES = 3_000_000


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the certificates here, and nobody knows elsewhere."""
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """Its certificate."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def test_a_broker_within_tls_loses_nothing(
    service: Lineage, broker: BrokerAddress, authority: trustme.CA, ca_file: Path
) -> None:
    large = json.loads(body(0)) | {"location": "/k/large", "comment": os.urandom(LARGE_BYTES // 2).hex()}
    send(broker.port, QUEUE, [*map(body, range(COUNT)), json.dumps(large).encode(), b"no message"])
    with within_tls(authority, "127.0.0.1", broker.port) as port:
        feed = listener(service, port, brokers=(f"ssl://127.0.0.1:{port}",), broker_ca_file=ca_file, batch_size=50)
        with running(feed):
            until(lambda: sum(feed.consumer().messages.values()) == COUNT + 2)

    assert feed.consumer().messages == {"created": COUNT + 1, "rejected": 1}
    assert take(broker.port, QUEUE) == []
    assert [frame.body for frame in take(broker.port, "lineage.failed")] == [b"no message"]


@pytest.mark.parametrize("stranger", ["authority", "host name"])
def test_a_broker_with_a_strange_certificate_gets_nothing_said(
    service: Lineage, broker: BrokerAddress, authority: trustme.CA, ca_file: Path, stranger: str
) -> None:
    send(broker.port, QUEUE, [body(0)])
    signing, host_name = (trustme.CA(), "127.0.0.1") if stranger == "authority" else (authority, "mq.example.org")
    with within_tls(signing, host_name, broker.port) as port:
        name = f"ssl://127.0.0.1:{port}"
        feed = listener(service, port, brokers=(name,), broker_ca_file=ca_file)
        with running(feed):
            until(lambda: feed.brokers.states[name] != "not connected yet")
            assert "certificate verify failed" in feed.brokers.states[name]

    assert len(take(broker.port, QUEUE)) == 1
