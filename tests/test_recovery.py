"""A batch is in the journal before it is in the graph: what a killed process left is taken up at the next start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lineage.errors import GraphUnavailable, JournalFailed
from lineage.graph.database import Database
from lineage.graph.read import store
from lineage.journal import Journal, segments
from lineage.service import Lineage
from lineage.service.recovery import journal_folder
from lineage.settings import Settings
from tests.conftest import Server
from tests.journal.written import entry
from tests.journalled import ended, many, piece, settings_of, state, writer_of

CHILD = """
import os, signal, sys
from lineage import intake
from lineage.journal import Journal
from lineage.service import Lineage
from lineage.settings import Settings
from tests.journal.written import entry
from tests.journalled import many

where = sys.argv[1]
calls = []

def dying(real):
    def call(*words, **options):
        calls.append(1)
        if len(calls) == 3:
            if where == "after the graph":
                real(*words, **options)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*words, **options)
    return call

if where == "before the note":
    Journal.committed = dying(Journal.committed)
else:
    intake.write.write = dying(intake.write.write)
with Lineage.open(Settings(batch_size=4)) as service:
    for receipt in service.ingest(many(40)):
        print(receipt.location, flush=True)
"""


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return settings_of(settings, tmp_path)


def die(where: str, server: Server, own: Settings) -> list[str]:
    """Let a process die, and return what it gave receipts for."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, where],
        env={**os.environ, **server.environment(own.data_dir), "LINEAGE_JOURNAL_DIR": str(own.journal_dir)},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("where", ["before the graph", "after the graph", "before the note"])
def test_what_a_killed_process_left_in_the_journal_is_in_the_graph_after_the_next_start(
    service: Lineage, server: Server, own: Settings, where: str
) -> None:
    acknowledged = die(where, server, own)
    assert [segment.is_closed for segment in segments(journal_folder(own))] == [False]
    assert service.stats().datasets == (9 if where == "before the graph" else 13)

    with Lineage.open(own) as again:
        assert again.stats().datasets == 13
        assert {f"/m/{n}" for n in range(13)} >= set(acknowledged)
        assert all(segment.is_closed and not segment.outline().waiting for segment in segments(journal_folder(own)))
        change = again.stats().as_of
    with Lineage.open(own) as once_more:
        assert once_more.stats().as_of == change
        list(once_more.ingest(many(40)))
        assert once_more.stats().datasets == 41


def test_what_was_left_for_another_graph_is_not_touched(own: Settings, database: Database) -> None:
    writer = Journal(journal_folder(own), lambda: "a graph that was lost")
    other = Lineage(own, database, writer)
    writer.append([entry(piece("/m/1").body)])
    writer.close()

    with Lineage.open(own) as service:
        assert service.stats().datasets == 0
    (segment,) = segments(journal_folder(own))
    assert not segment.is_closed
    assert other.stats().datasets == 0


def test_a_batch_that_the_graph_did_not_get_waits_in_the_journal(own: Settings, database: Database) -> None:
    with Database("bolt://127.0.0.1:1", None) as nowhere:
        service = Lineage(own, nowhere, Journal(journal_folder(own), lambda: store(database)))
        with pytest.raises(GraphUnavailable):
            list(service.ingest(many(3)))
        ended(service)

    with Lineage.open(own) as again:
        assert again.stats().datasets == 4


def test_nothing_of_a_batch_that_the_journal_did_not_take_is_in_the_graph(
    own: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = writer_of(own, database)
    list(service.ingest(many(2)))
    before = state(service)

    def full(_handle: int, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("lineage.journal.files.os.write", full)
        with pytest.raises(JournalFailed, match="No space left on device"):
            list(service.ingest([piece("/m/9")]))
        with pytest.raises(JournalFailed):
            service.retire("/m/2", "gone")
    assert state(service) == before

    list(service.ingest([piece("/m/9")]))
    assert service.dataset("/m/9").state == "present"
    ended(service)
    assert all(segment.is_closed for segment in segments(journal_folder(own)))


def test_without_a_journal_none_is_kept(own: Settings, database: Database) -> None:
    with Lineage.open(own.model_copy(update={"journal": False})) as service:
        list(service.ingest(many(2)))
        assert service.journal is None
    assert not journal_folder(own).exists()


def test_a_process_that_only_asks_makes_no_segment(own: Settings, database: Database) -> None:
    with Lineage.open(own) as service:
        service.stats()
    assert not journal_folder(own).exists()
