"""Both clients of a real server over the run's real Neo4j; what they do is written once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from lineage.client import AsyncClient, Client
from lineage.intake import Piece
from lineage.service import Lineage
from tests.conftest import DATA
from tests.serving import serving

RELION = DATA / "esrf-ingest-messages" / "relion-tutorial" / "messages"
T = TypeVar("T")


@pytest.fixture
def url(service: Lineage) -> Iterator[str]:
    """The address of a server over an empty graph."""
    with serving(service) as found:
        yield found


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    """The client that waits."""
    with Client(url) as client:
        yield client


@pytest.fixture
def relion(service: Lineage) -> Lineage:
    """The graph of a cryo-EM tutorial: 31 announced datasets, one expected, from one raw dataset."""
    receipts = list(service.ingest(Piece(path.read_bytes(), "test") for path in sorted(RELION.iterdir())))
    assert {receipt.status for receipt in receipts} == {"created"}
    return service


def awaited(url: str, ask: Callable[[AsyncClient], Awaitable[T]]) -> T:
    """Return what the awaited client answers."""

    async def asked() -> T:
        async with AsyncClient(url) as client:
            return await ask(client)

    return asyncio.run(asked())


async def collected(items: AsyncIterator[T]) -> list[T]:
    """Return all that comes."""
    return [item async for item in items]
