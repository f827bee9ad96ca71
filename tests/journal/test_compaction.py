"""Compaction leaves out what said nothing new, and is all or nothing wherever it is killed."""

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.errors import JournalInUse
from lineage.journal import Entry, Fate, Refusal, compact, placed, read, segments
from lineage.journal.files import is_locked
from tests.journal.written import entry, fill, journal, only

Said = list[tuple[str, str, bool, bool]]


def told(folder: Path) -> Said:
    """Return kind, body, whether it was refused and whether it made a change, of all entries in their order."""
    parts = placed([(segment, segment.outline()) for segment in segments(folder)])
    return [
        (
            place.entry.kind,
            place.entry.body.decode(),
            bool(place.fate and place.fate.refusal),
            bool(place.fate and place.fate.change),
        )
        for _, some in read(parts)
        for place in some
    ]


def without_repeats(said: Said) -> Said:
    """Leave out messages that made no change and had the same fate the last time they came."""
    last: dict[str, bool] = {}
    found = []
    for kind, body, is_refused, has_changed in said:
        if kind == "message":
            if last.get(body) == is_refused and not has_changed:
                continue
            last[body] = is_refused
        found.append((kind, body, is_refused, has_changed))
    return found


def spread(folder: Path, dice: random.Random) -> None:
    """Write entries of all kinds and fates, some again and again, by two writers into several segments."""
    writers = [journal(folder, dice.choice([300, 10**6])) for _ in range(2)]
    change = 0
    for _ in range(dice.randint(1, 12)):
        entries: list[Entry] = []
        fates: list[Fate] = []
        for _ in range(dice.randint(1, 6)):
            kind = dice.choice(["message", "message", "message", "retire"])
            entries.append(entry(str(dice.randint(0, 5)), kind))
            fate = dice.choice(["made", "none", "refused" if kind == "message" else "made"])
            change += fate == "made"
            refusal = Refusal("cycle", "s", {}) if fate == "refused" else None
            fates.append(Fate(change if fate == "made" else None, refusal))
        writer = dice.choice(writers)
        writer.committed(writer.append(entries), change, fates)
    for writer in writers:
        writer.close()


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([1, 400, 10**6]))
def test_what_is_left_is_what_counts_in_its_order(seed: int, segment_bytes: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spread(folder, random.Random(seed))
        before = told(folder)

        done = compact(folder, segment_bytes)

        assert told(folder) == without_repeats(before)
        assert (done.entries_before, done.entries_after) == (len(before), len(told(folder)))
        assert all(segment.is_closed and not segment.outline().damages for segment in segments(folder))
        assert compact(folder, segment_bytes).segments_before == 0
        assert told(folder) == without_repeats(before)


def test_the_first_time_of_sending_is_kept(tmp_path: Path) -> None:
    early, late = (
        Entry("message", b"a", "x", "2026-01-01", "2026-01-02"),
        Entry("message", b"a", "y", "2026-02", "2026-03"),
    )
    fill(tmp_path, [[early], [late]])

    compact(tmp_path, 10**6)

    (segment,) = segments(tmp_path)
    assert segment.entries(segment.outline().batches[1]) == [early]


def test_what_waits_and_what_is_damaged_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, [[entry("a"), entry("a")]])
    damaged = only(tmp_path)
    content = bytearray(damaged.path.read_bytes())
    content[damaged.outline().batches[1] + 30] ^= 1
    damaged.path.write_bytes(content)
    fill(tmp_path, [[entry("b")]], is_committed=False)
    fill(tmp_path, [[entry("c"), entry("c")]])
    before = {segment.name: segment.path.read_bytes() for segment in segments(tmp_path)}

    done = compact(tmp_path, 10**6)

    left = {segment.name: segment.path.read_bytes() for segment in segments(tmp_path)}
    assert len(done.left_alone) == 2
    assert {name: left[name] for name in done.left_alone} == {name: before[name] for name in done.left_alone}
    assert (done.segments_before, done.entries_before, done.entries_after) == (1, 2, 1)


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "compact.lock").open("wb") as lock:
        assert is_locked(lock.fileno())
        with pytest.raises(JournalInUse):
            compact(tmp_path, 10**6)


class Killed(BaseException):
    """Ends a compaction as a kill would: nothing behind it is run."""


class Kill:
    """Lets so many calls through, then raises once, and from then on does nothing: no clean-up is run after a kill."""

    def __init__(self, calls_left: int) -> None:
        self.calls_left = calls_left

    def at(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **options: Any) -> Any:
            self.calls_left -= 1
            if self.calls_left == -1:
                raise Killed
            return real(*words, **options) if self.calls_left >= 0 else None

        return call


def test_killed_before_any_step_it_leaves_a_journal_that_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_ended, step = False, 0
    while not is_ended:
        folder = tmp_path / str(step)
        spread(folder, random.Random(7))
        before = told(folder)
        kill = Kill(step)
        with monkeypatch.context() as patch:
            patch.setattr("lineage.journal.files.os.fsync", kill.at(os.fsync))
            patch.setattr("lineage.journal.files.os.write", kill.at(os.write))
            patch.setattr(Path, "replace", kill.at(Path.replace))
            patch.setattr(Path, "unlink", kill.at(Path.unlink))
            try:
                compact(folder, 200)
                is_ended = True
            except Killed:
                pass
        assert told(folder) in (before, without_repeats(before)), step
        compact(folder, 200)
        assert told(folder) == without_repeats(before), step
        assert {path.suffix for path in folder.iterdir()} == {".journal", ".lock"}, step
        step += 1

    assert step > 20
