"""What a dead writer left is found, held, cut where it is torn, and closed when a graph has it."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from lineage.journal import Fate, Segment, form, is_written_to, left_behind, segments
from tests.journal.written import GRAPH, entry, fill, held, journal, only, split

BATCHES = [[entry("a"), entry("b")], [entry("c")]]


def finish(segment: Segment) -> list[str]:
    """Note all that waits as done, and return the bodies."""
    found = []
    with left_behind(segment) as left:
        assert left is not None
        for number in left.waiting:
            entries = left.entries(number)
            found += [one.body.decode() for one in entries]
            left.committed(number, GRAPH, [Fate() for _ in entries], 5)
    return found


def test_a_folder_that_is_not_there_has_no_segments(tmp_path: Path) -> None:
    assert segments(tmp_path / "none") == []


def test_what_is_in_no_graph_is_taken_up_and_the_segment_closed(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES, is_committed=False)

    assert finish(only(tmp_path)) == ["a", "b", "c"]

    assert only(tmp_path).is_closed
    assert only(tmp_path).outline().waiting == []
    assert only(tmp_path).outline().damages == []


def test_what_is_not_taken_up_waits_on(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES, is_committed=False)

    with left_behind(only(tmp_path)) as left:
        assert left is not None
        left.committed(2, GRAPH, [Fate(1)], 1)

    assert finish(only(tmp_path)) == ["a", "b"]


def test_a_segment_of_a_living_writer_is_left_to_it(tmp_path: Path) -> None:
    writer = journal(tmp_path)
    writer.append([entry("a")])

    assert is_written_to(only(tmp_path))
    with left_behind(only(tmp_path)) as left:
        assert left is None

    writer.close()
    assert not is_written_to(only(tmp_path))


def test_two_who_take_up_do_not_meet(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES, is_committed=False)

    with left_behind(only(tmp_path)) as first, left_behind(only(tmp_path)) as second:
        assert first is not None
        assert second is None


def test_a_segment_that_was_closed_meanwhile_is_nobody_s(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES, is_committed=False)
    seen = only(tmp_path)
    finish(only(tmp_path))

    with left_behind(seen) as left:
        assert left is None
    assert not is_written_to(seen)


def test_a_torn_record_is_kept_beside_told_in_a_line_and_the_rest_is_taken_up_whatever_byte_it_ends_at(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fill(tmp_path / "whole", BATCHES, is_committed=False)
    content = only(tmp_path / "whole").path.read_bytes()
    name = only(tmp_path / "whole").path.name
    last = split(only(tmp_path / "whole"))[0][-1]

    for size in range(last.offset + 1, last.end):
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / name).write_bytes(content[:size])
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert finish(only(folder)) == ["a", "b"]

        assert only(folder).is_closed
        assert split(only(folder))[1] == []
        assert (folder / name).with_suffix(".torn").read_bytes() == content[last.offset : size]
        (line,) = caplog.messages
        assert f"last {size - last.offset} bytes" in line


def test_damage_in_the_middle_is_told_and_left_for_verify(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    fill(tmp_path, BATCHES, is_committed=False)
    segment = only(tmp_path)
    at = segment.outline().batches[1]
    wrong = bytearray(segment.path.read_bytes())
    wrong[at + 30] ^= 1
    segment.path.write_bytes(wrong)

    assert finish(only(tmp_path)) == ["c"]

    assert any(f"byte {at}" in line for line in caplog.messages)
    assert only(tmp_path).is_closed
    assert [damage.offset for damage in only(tmp_path).outline().damages] == [at]


CHILD = """
import os, signal, sys
from pathlib import Path
from tests.journal.written import entry, journal

writer = journal(Path(sys.argv[1]))
writer.committed(writer.append([entry("a")]), 1)
writer.append([entry("b")])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_append_returned_from_outlives_kill_9(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CHILD, tmp_path], check=False, cwd=Path(__file__).parents[2])

    assert not is_written_to(only(tmp_path))
    assert finish(only(tmp_path)) == ["b"]
    assert [one.body for one in held(only(tmp_path))] == [b"a", b"b"]


def test_what_is_taken_up_is_numbered_on(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES, is_committed=False)
    finish(only(tmp_path))

    numbers = [record.number for record in split(only(tmp_path))[0] if record.type == form.DONE]

    assert numbers == [1, 2]
