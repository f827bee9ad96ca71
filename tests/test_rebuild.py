"""A graph that was lost is built again from the journal: the same one, whatever the messages said of each other."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from lineage import engine
from lineage.errors import GraphNotEmpty, JournalInUse, JournalUnreadable
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import Piece
from lineage.journal import Entry, Fate, compact, segments
from lineage.service import Lineage
from lineage.service.dump import dump
from lineage.service.load import load
from lineage.service.rebuild import rebuild
from lineage.service.recovery import journal_folder
from lineage.service.replaying import replay
from lineage.settings import Settings
from tests.conftest import DATA
from tests.engine.conftest import settings_in
from tests.journal.written import entry
from tests.journalled import ended, live, lost, many, piece, settings_of, silent, state, writer_of

ROOT = DATA / "esrf-ingest-messages"
CASES = sorted(path.name for path in ROOT.iterdir() if path.is_dir())


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a journal of the test's own."""
    return settings_of(settings, tmp_path)


@pytest.mark.parametrize("case", CASES)
def test_the_graph_of_real_messages_is_built_again(own: Settings, database: Database, case: str) -> None:
    names = (ROOT / case / "orders" / "shuffled.txt").read_text().split()
    service = writer_of(own, database)
    list(service.ingest(Piece((ROOT / case / "messages" / name).read_bytes(), f"file:{name}") for name in names))
    before = state(service)
    ended(service)
    lost(database)

    found = rebuild(own, silent)

    assert state(service) == before
    assert (found.messages, found.refused, found.otherwise, found.damages) == (len(names), 0, 0, [])


@pytest.mark.parametrize("seed", range(12))
def test_what_contradicted_itself_is_decided_again_as_it_was(
    own: Settings, database: Database, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    writers = [writer_of(own.model_copy(update={"batch_size": size}), database) for size in (200, 3)]
    live(dice, writers, 25)
    before = state(writers[0])
    assert before[1] != []
    ended(*writers)
    assert len(segments(journal_folder(own))) > 1

    lost(database)
    found = rebuild(own, silent)
    assert state(writers[0]) == before
    assert found.otherwise == 0

    compact(journal_folder(own), 10**6)
    lost(database)
    found = rebuild(own.model_copy(update={"batch_size": 7}), silent)
    fingerprint, desk, counts = state(writers[0])
    assert fingerprint == before[0]
    assert desk == before[1]
    assert counts == before[2]
    assert found.otherwise == 0


def marks(service: Lineage) -> list[tuple[str | None, str | None, str]]:
    found = [service.dataset(f"/m/{n}") for n in (1, 2, 3)]
    return [(one.retired_at, one.retired_reason, one.state) for one in found]


def test_retirements_come_back_with_their_reason_and_time(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    list(service.ingest(many(3)))
    service.retire("/m/1", "tape lost", retire_used=True)
    service.retire("/m/3", "too early")
    service.restore("/m/3")
    before = marks(service)
    ended(service)
    lost(database)

    found = rebuild(own, silent)

    assert marks(service) == before
    assert [(reason, state) for _, reason, state in before] == [
        ("tape lost", "retired"),
        (None, "present"),
        (None, "present"),
    ]
    assert found.marks == 3


def test_a_graph_that_is_there_is_refused(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    list(service.ingest(many(2)))
    ended(service)
    before = state(service)

    with pytest.raises(GraphNotEmpty, match="holds a graph of"):
        rebuild(own, silent)

    assert state(service) == before


def test_a_journal_that_is_written_to_is_refused(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    list(service.ingest(many(2)))

    with pytest.raises(JournalInUse):
        rebuild(own, silent)

    ended(service)


def test_without_a_journal_there_is_nothing_to_build_from(own: Settings) -> None:
    with pytest.raises(JournalUnreadable, match="no segment"):
        rebuild(own, silent)


def test_a_rebuild_that_was_ended_goes_on_and_numbers_go_on_too(
    own: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = own.model_copy(update={"batch_size": 4})
    service = writer_of(small, database)
    list(service.ingest(many(40)))
    before = state(service)
    ended(service)
    lost(database)
    tried: list[int] = []

    def dying(database: Database, context: Context, settings: Settings, entries: Sequence[Entry]) -> list[Fate]:
        tried.append(len(entries))
        if len(tried) == 5:
            raise KeyboardInterrupt
        return replay(database, context, settings, entries)

    with monkeypatch.context() as patch:
        patch.setattr("lineage.service.rebuild.replay", dying)
        with pytest.raises(KeyboardInterrupt):
            rebuild(small, silent)
    assert 0 < service.stats().datasets < 41

    found = rebuild(small, silent)

    assert state(service) == before
    assert found.messages == 40 - 16
    with pytest.raises(GraphNotEmpty):
        rebuild(small, silent)


def test_what_was_in_no_graph_comes_last_and_is_noted(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    assert service.journal
    service.journal.append([entry(piece("/m/late", "/m/2").body)])
    list(service.ingest(many(2)))
    ended(service)
    lost(database)

    found = rebuild(own, silent)

    assert found.waiting == 1
    assert service.dataset("/m/late").change == 3
    assert all(segment.is_closed for segment in segments(journal_folder(own)))
    lost(database)
    assert rebuild(own, silent).waiting == 0
    assert service.dataset("/m/late").change == 3


def test_damage_costs_its_batch_alone_and_is_told(own: Settings, database: Database) -> None:
    service = writer_of(own.model_copy(update={"batch_size": 1}), database)
    list(service.ingest(many(3)))
    ended(service)
    lost(database)
    (segment,) = segments(journal_folder(own))
    content = bytearray(segment.path.read_bytes())
    content[segment.outline().batches[2] + 40] ^= 1
    segment.path.write_bytes(content)

    found = rebuild(own, silent)

    (damage,) = found.damages
    assert (damage.file, damage.after_entry) == (str(segment.path), 1)
    assert service.dataset("/m/1").state == service.dataset("/m/3").state == "present"
    assert service.dataset("/m/2").state == "expected"


def test_the_whole_journal_onto_a_graph_that_has_it_changes_nothing(own: Settings, database: Database) -> None:
    service = writer_of(own, database)
    list(service.ingest(many(30)))
    service.retire("/m/3", "gone", retire_used=True)
    before = service.fingerprint()
    ended(service)

    found = rebuild(own, silent, is_onto=True)

    assert service.fingerprint() == before
    assert (found.messages, found.marks, found.otherwise) == (30, 1, 0)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Settings]:
    """Settings of an engine whose store is empty."""
    settings = settings_in(tmp_path / "other")
    yield settings
    engine.stop(settings)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_dump_and_the_journal_since_are_the_graph(
    own: Settings, database: Database, tmp_path: Path, other: Settings
) -> None:
    service = writer_of(own, database)
    dice = random.Random(5)
    live(dice, [service], 10)
    file = str(tmp_path / "graph.jsonl.gz")
    dumped = dump(database, file, silent, is_held=True)
    live(dice, [service], 10)
    before = state(service)
    ended(service)
    load(other, file, silent, lambda _text: None)
    restored = other.model_copy(update={"journal_dir": own.journal_dir})
    with pytest.raises(GraphNotEmpty):
        rebuild(restored, silent)

    found = rebuild(restored, silent, since=dumped.as_of)

    with Lineage.open(restored) as loaded:
        assert state(loaded)[:2] == before[:2]
        assert found.otherwise == 0
        assert loaded.audit().is_clean
        (receipt,) = loaded.ingest([piece("/m/new")])
        assert receipt.change == found.as_of + 1
        assert found.as_of >= before[2]["as_of"]
