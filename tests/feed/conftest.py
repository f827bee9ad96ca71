"""A broker with empty queues, and a service whose way to the graph can be cut."""

from collections.abc import Iterator

import pytest

from lineage.engine import BrokerAddress
from lineage.graph.database import Database
from lineage.service import Lineage
from lineage.settings import Settings
from tests.conftest import Server
from tests.feed.proxy import Proxy, proxied
from tests.stomp_line import take

QUEUES = (*Settings.model_fields["broker_queues"].default, "lineage.failed")


@pytest.fixture
def empty_queues(broker: BrokerAddress) -> None:
    """Nothing of another test waits at the broker."""
    for queue in QUEUES:
        take(broker.port, queue)


@pytest.fixture
def proxied_service(service: Lineage, server: Server) -> Iterator[tuple[Lineage, Proxy]]:
    """A service that reaches the graph through a wire that can be cut."""
    host, _, port = server.uri.rpartition("/")[2].rpartition(":")
    with (
        proxied(host, int(port)) as proxy,
        Database(f"bolt://127.0.0.1:{proxy.port}", (server.user, server.password)) as database,
    ):
        yield Lineage(service.settings, database), proxy
