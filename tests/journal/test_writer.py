"""What append returned from is on the disk; what it failed at is not; work goes on afterwards."""

import errno
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lineage.errors import JournalFailed
from lineage.journal import Fate, Refusal, Segment, segments
from tests.journal.written import GRAPH, entry, held, journal, only, split


def test_a_batch_is_read_while_its_segment_is_open(tmp_path: Path) -> None:
    writer = journal(tmp_path)

    batch = writer.append([entry("a"), entry("b")])

    segment = only(tmp_path)
    assert not segment.is_closed
    assert list(held(segment)) == [entry("a"), entry("b")]
    assert segment.outline().waiting == [batch.number]
    writer.close()


def test_nothing_is_made_before_the_first_batch(tmp_path: Path) -> None:
    journal(tmp_path / "none").close()

    assert not (tmp_path / "none").exists()


def test_what_became_of_a_batch_is_noted(tmp_path: Path) -> None:
    writer = journal(tmp_path)
    refusal = Refusal("unreadable", "The message cannot be read.", {"reason": "no format"})
    writer.committed(writer.append([entry("a"), entry("b"), entry("c")]), 7, [Fate(6), Fate(None, refusal), Fate(7)])
    writer.close()

    outline = only(tmp_path).outline()

    (done,) = outline.done.values()
    assert (outline.graph, done.graph) == (GRAPH, GRAPH)
    assert list(done.order) == [6, 6.5, 7]
    assert done.refused == {1: refusal}


def test_a_batch_that_changed_nothing_is_behind_the_last_change(tmp_path: Path) -> None:
    writer = journal(tmp_path)
    writer.committed(writer.append([entry("a"), entry("b")]), 9, [Fate(), Fate()])
    writer.close()

    (done,) = only(tmp_path).outline().done.values()
    assert list(done.order) == [9.5, 9.5]


def test_without_fates_all_made_the_change_and_none_is_after_the_last_one(tmp_path: Path) -> None:
    writer = journal(tmp_path)
    writer.committed(writer.append([entry("a"), entry("b")]), 4)
    writer.committed(writer.append([entry("c")]), None)
    writer.close()

    done = only(tmp_path).outline().done
    assert [list(done[number].order) for number in (1, 2)] == [[4, 4], [4.5]]


def test_a_segment_is_closed_when_a_graph_has_all_of_it_and_left_when_not(tmp_path: Path) -> None:
    for name in ("all", "some"):
        writer = journal(tmp_path / name)
        writer.committed(writer.append([entry("a")]), 1)
        if name == "some":
            writer.append([entry("b")])
        writer.close()

    assert only(tmp_path / "all").is_closed
    assert not only(tmp_path / "some").is_closed


def test_a_full_segment_gives_way_and_is_closed_when_its_last_batch_is_in_the_graph(tmp_path: Path) -> None:
    writer = journal(tmp_path, segment_bytes=300)
    first = writer.append([entry(os.urandom(300))])
    second = writer.append([entry(os.urandom(10))])
    assert [segment.is_closed for segment in segments(tmp_path)] == [False, False]

    writer.committed(first, 1)
    assert sorted(segment.is_closed for segment in segments(tmp_path)) == [False, True]
    writer.committed(second, 2)
    writer.close()

    assert [segment.is_closed for segment in segments(tmp_path)] == [True, True]


def test_names_are_unique_when_the_clock_stands_still_or_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(["2026-01-02T00:00:00.000000Z"] * 2 + ["2026-01-01T00:00:00.000000Z"])
    monkeypatch.setattr("lineage.journal.writer.now", lambda: next(times))
    writer = journal(tmp_path, segment_bytes=1)

    said = [entry(str(n)) for n in range(3)]
    for one in said:
        writer.append([one])

    found = segments(tmp_path)
    assert len(found) == 3
    assert found[0].name.startswith("20260101T000000.000000Z-")
    assert sorted(one.body for segment in found for one in held(segment)) == [one.body for one in said]
    writer.close()


def test_threads_share_a_journal_and_each_finds_its_batch(tmp_path: Path) -> None:
    writer = journal(tmp_path, segment_bytes=4000)

    def work(name: int) -> None:
        for n in range(20):
            batch = writer.append([entry(f"{name} {n} {part}") for part in range(3)])
            writer.committed(batch, 1 + n)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()

    found = segments(tmp_path)
    assert len(found) > 1
    assert all(segment.is_closed for segment in found)
    bodies = [one.body.decode() for segment in found for one in held(segment)]
    assert sorted(bodies) == sorted(f"{name} {n} {part}" for name in range(4) for n in range(20) for part in range(3))
    for name in range(4):
        own = [body for body in bodies if body.startswith(f"{name} ")]
        assert {tuple(own[at : at + 3]) for at in range(0, 60, 3)} == {
            tuple(f"{name} {n} {part}" for part in range(3)) for n in range(20)
        }


def test_threads_that_wait_at_once_share_an_fsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = journal(tmp_path)
    writer.append([entry("first")])
    syncs: list[int] = []
    begun, go_on = threading.Event(), threading.Event()
    real = os.fsync

    def slow(handle: int) -> None:
        syncs.append(handle)
        begun.set()
        go_on.wait(timeout=60)
        real(handle)

    monkeypatch.setattr("lineage.journal.appending.os.fsync", slow)
    threads = [threading.Thread(target=writer.append, args=([entry(str(n))],)) for n in range(8)]
    threads[0].start()
    assert begun.wait(timeout=60)
    for thread in threads[1:]:
        thread.start()
    while len(list(held(only(tmp_path)))) < 9:
        pass
    go_on.set()
    for thread in threads:
        thread.join()

    assert len(syncs) == 2  # the first one's own, and one for the seven that came meanwhile
    monkeypatch.undo()
    writer.close()


class FullDisk:
    """Stands for os.write: takes so many more bytes, then says that there is no space."""

    def __init__(self, room_bytes: int) -> None:
        self.room_bytes = room_bytes
        self.real = os.write

    def __call__(self, handle: int, content: bytes) -> int:
        if not self.room_bytes:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self.real(handle, bytes(content)[: self.room_bytes])
        self.room_bytes -= written
        return written


@pytest.mark.parametrize("room_bytes", [0, 1, 23, 24, 25, 60])
def test_a_disk_that_is_full_takes_nothing_of_the_batch_and_work_goes_on_with_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room_bytes: int
) -> None:
    writer = journal(tmp_path)
    writer.committed(writer.append([entry("before")]), 1)
    with monkeypatch.context() as patch:
        patch.setattr("lineage.journal.files.os.write", FullDisk(room_bytes))
        with pytest.raises(JournalFailed, match="No space left on device"):
            writer.append([entry("lost" * 50)])
        assert split(only(tmp_path))[1] == []

    writer.committed(writer.append([entry("after")]), 2)
    writer.close()

    assert list(held(only(tmp_path))) == [entry("before"), entry("after")]
    assert only(tmp_path).outline().damages == []
    assert only(tmp_path).is_closed


def test_a_disk_that_is_full_at_a_new_segment_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = journal(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("lineage.journal.files.os.write", FullDisk(10))
        with pytest.raises(JournalFailed):
            writer.append([entry("lost")])
        assert list(tmp_path.iterdir()) == []

    writer.append([entry("after")])

    assert list(held(only(tmp_path))) == [entry("after")]
    writer.close()


def test_a_note_that_cannot_be_written_fails_nobody_and_the_segment_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = journal(tmp_path)
    batch = writer.append([entry("a")])
    with monkeypatch.context() as patch:
        patch.setattr("lineage.journal.files.os.write", FullDisk(5))
        writer.committed(batch, 1)

    writer.close()

    assert not only(tmp_path).is_closed
    assert only(tmp_path).outline().waiting == [batch.number]
    assert split(only(tmp_path))[1] == []


def test_after_an_fsync_that_failed_another_segment_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = journal(tmp_path)
    writer.committed(writer.append([entry("before")]), 1)

    def fail(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("lineage.journal.appending.os.fsync", fail)
        with pytest.raises(JournalFailed, match="Input/output error"):
            writer.append([entry("lost")])

    writer.committed(writer.append([entry("after")]), 2)
    writer.close()

    assert [list(held(segment)) for segment in segments(tmp_path)] in (
        [[entry("before")], [entry("after")]],
        [[entry("after")], [entry("before")]],
    )


CHILD = """
import resource, signal, sys
from pathlib import Path
from lineage.errors import JournalFailed
from tests.journal.written import entry, journal
import os

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = journal(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
taken = failed = 0
for _ in range(40):
    try:
        writer.append([entry(os.urandom(900))])
        taken += 1
    except JournalFailed:
        failed += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.append([entry("after")])
print(taken, failed)
"""


def test_a_limit_of_the_system_is_met_like_a_full_disk(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    taken, failed = map(int, done.stdout.split())
    assert taken > 10
    assert failed > 10
    found: Segment = only(tmp_path)
    assert len(list(held(found))) == taken + 1
    assert list(held(found))[-1] == entry("after")
    assert found.outline().damages == []
