"""Batches are read ahead of the database; receipts stay in order and none is lost."""

import json
import warnings
from collections.abc import Iterator

import pytest
from pyicat_plus.client._internal.messaging import IcatMessagingClient
from pyicat_plus.client.main import IcatClient
from pyicat_plus.client.types import ArchiveStatusLevel, ArchiveStatusType

from lineage.errors import GraphUnavailable
from lineage.graph.database import Database
from lineage.intake import Piece
from lineage.model import answers
from lineage.service import Lineage
from lineage.settings import Settings
from tests.graph_sets import run


@pytest.fixture
def by_threes(settings: Settings, database: Database) -> Lineage:
    """The service, three messages a batch."""
    return Lineage(settings.model_copy(update={"batch_size": 3}), database)


def piece(number: int, location: str | None = None) -> Piece:
    said = {
        "investigation": "hg1",
        "instrument": "id00",
        "name": str(number),
        "location": location or place(number),
        "start_date": "2024-01-01T00:00:00Z",
        "end_date": "2024-01-01T01:00:00Z",
        "sample": "s",
        "inputs": [place(number - 1)],
    }
    return Piece(json.dumps(said).encode(), "test")


def place(number: int) -> str:
    return f"/data/{number}"


def locations(receipts: list[answers.Receipt]) -> list[str | None]:
    return [receipt.location for receipt in receipts]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 9])
def test_every_piece_has_its_receipt_in_order_whatever_the_batch_holds(by_threes: Lineage, count: int) -> None:
    receipts = list(by_threes.ingest(piece(number) for number in range(1, count + 1)))

    assert locations(receipts) == [place(number) for number in range(1, count + 1)]
    assert [receipt.change for receipt in receipts] == list(range(1, count + 1))


def test_a_refused_message_has_its_receipt_in_its_place(by_threes: Lineage) -> None:
    receipts = list(by_threes.ingest(piece(n, "no path" if n in {2, 6} else None) for n in range(1, 9)))

    assert [n for n, receipt in enumerate(receipts, 1) if receipt.status == "rejected"] == [2, 6]
    assert len(by_threes.rejected().items) == 2


def test_one_batch_at_most_is_read_ahead(by_threes: Lineage) -> None:
    read: list[int] = []

    def pieces() -> Iterator[Piece]:
        for number in range(1, 100):
            read.append(number)
            yield piece(number)

    receipts = by_threes.ingest(pieces())
    next(receipts)

    assert len(read) <= 6
    receipts.close()  # type: ignore[attr-defined]


def test_when_reading_fails_what_is_being_written_has_its_receipts_first(by_threes: Lineage) -> None:
    def pieces() -> Iterator[Piece]:
        yield from (piece(number) for number in range(1, 5))
        raise OSError("the file is gone")

    receipts: list[answers.Receipt] = []
    with pytest.raises(OSError, match="the file is gone"):
        receipts.extend(by_threes.ingest(pieces()))

    assert locations(receipts) == [place(1), place(2), place(3)]
    assert by_threes.stats().as_of == 3


def test_a_database_that_fails_gives_no_receipt_and_reads_no_further_batch(settings: Settings) -> None:
    read: list[int] = []

    def pieces() -> Iterator[Piece]:
        for number in range(100):
            read.append(number)
            yield piece(number)

    with Database("bolt://127.0.0.1:1", None) as nowhere:
        service = Lineage(settings.model_copy(update={"batch_size": 3}), nowhere)
        with pytest.raises(GraphUnavailable):
            list(service.ingest(pieces()))

    assert len(read) <= 6


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What ESRF's client sends, in its order."""
    sent: list[bytes] = []
    monkeypatch.setattr(IcatMessagingClient, "send", lambda _, data: sent.append(data))
    monkeypatch.setattr(IcatMessagingClient, "reconnect", lambda _: None)
    return sent


@pytest.mark.parametrize("is_backwards", [False, True])
def test_all_that_the_real_client_sends_makes_one_graph(
    service: Lineage, sent: list[bytes], is_backwards: bool
) -> None:
    folder = "/data/visitor/hg1/id00/20240101/RAW_DATA/s/s_0001"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        queues = ("metadata", "update_metadata", "archive", "add_files", "reschedule_investigation")
        client = IcatClient(**{f"{queue}_urls": ["127.0.0.1:1"] for queue in queues})
        client.store_dataset("id00", "hg1", "s_0001", folder, metadata={"Sample_name": "s", "scanNumber": 1})
        client.update_metadata("hg1", "id00", [folder], "scanNumber", "2")
        client.update_metadata("hg1", "id00", [folder], "Sample_name", "lysozyme")
        client.update_archive_restore_status(17, ArchiveStatusType.ARCHIVING, ArchiveStatusLevel.INFO, "on tape")
        client.add_files(17)
        client.reschedule_investigation("5")
    said = {"type": "dataset", "location": folder, "investigation": "hg1", "instrument": "id00", "icat_id": 17}
    rest = {"name": "s_0001", "sample": "s", "start_date": "2020-01-01T00:00:00Z", "end_date": "2020-01-01T00:00:00Z"}
    session = {"type": "investigation", "investigation": "hg1", "instrument": "id00", "icat_id": 5}
    bodies = [
        *sent,
        json.dumps({**said, **rest}).encode(),
        json.dumps({**session, "start_date": "2024-01-01T00:00:00Z"}).encode(),
    ]
    pieces = [Piece(body, "amq", f"2024-01-01T00:00:{n:02}.000000Z") for n, body in enumerate(bodies)]

    receipts = list(service.ingest(reversed(pieces) if is_backwards else pieces))

    assert "rejected" not in {receipt.status for receipt in receipts}
    found = service.dataset(folder)
    assert (found.state, found.sample, found.icat_id) == ("present", "lysozyme", 17)
    assert {item.name: item.value for item in found.parameters}["scanNumber"] == 2
    assert (found.archive_message, found.files_added_at) == ("on tape", "2024-01-01T00:00:04.000000Z")
    assert [event.kind for event in found.events] == ["files", "archive", "metadata", "metadata"]
    (schedules,) = [row["s"] for row in run(service.database, "MATCH (i:Investigation) RETURN i.schedules AS s")]
    assert [text.partition(" ")[0] for text in schedules] == ["5"]
