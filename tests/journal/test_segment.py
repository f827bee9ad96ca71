"""What is torn or damaged is told, and everything else is read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage.errors import JournalUnreadable
from lineage.journal import Entry, Segment, form
from tests.journal.written import entries, entry, fill, held, only, split

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BATCHES = [[entry(f"<a n='{n}'/>" * 3) for n in range(start, start + 3)] for start in range(0, 12, 3)]


def changed(segment: Segment, content: bytes) -> Segment:
    """Return a segment of the same name with other bytes."""
    segment.path.write_bytes(content)
    return Segment(segment.path)


@settings(FEW)
@given(batches=st.lists(st.lists(entries, min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, batches: list[list[Entry]]) -> None:
    folder = tmp_path_factory.mktemp("journal")
    said = fill(folder, batches)

    assert list(held(only(folder))) == said
    assert only(folder).outline().damages == []


def test_a_segment_that_is_cut_at_any_byte_gives_its_whole_records_and_tells_where_it_ends(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES)
    segment = only(tmp_path)
    content = segment.path.read_bytes()
    records, _ = split(segment)
    ends = [form.HEAD.size, *(record.end for record in records)]

    for size in range(form.HEAD.size, len(content)):
        cut = changed(segment, content[:size])
        left, damages = split(cut)
        assert left == [record for record in records if record.end <= size]
        assert [damage.offset for damage in damages] == ([] if size in ends else [max(e for e in ends if e <= size)])
        assert cut.outline().damages != []  # a closed segment has an end


def test_a_damaged_byte_anywhere_costs_one_record_at_most(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES)
    segment = only(tmp_path)
    content = segment.path.read_bytes()
    records, _ = split(segment)

    for at in range(len(content)):
        wrong = bytearray(content)
        wrong[at] ^= 0x41
        left, damages = split(changed(segment, bytes(wrong)))
        assert left == [record for record in records if not record.offset <= at < record.end]
        (damage,) = damages
        assert damage.offset <= at < damage.end


@settings(FEW)
@given(at=st.integers(0, 10**6), junk=st.binary(min_size=1, max_size=300))
def test_bytes_that_got_in_between_are_passed_over(
    tmp_path_factory: pytest.TempPathFactory, at: int, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    said = fill(folder, BATCHES)
    segment = only(folder)
    content = segment.path.read_bytes()
    starts = [record.offset for record in split(segment)[0]]
    place = starts[at % len(starts)]

    spoiled = changed(segment, content[:place] + junk + content[place:])

    assert list(held(spoiled)) == said
    (damage,) = spoiled.outline().damages
    assert (damage.offset, damage.end) == (place, place + len(junk))


def test_a_record_within_a_message_is_not_taken_for_one(tmp_path: Path) -> None:
    fill(tmp_path / "other", BATCHES)
    content = only(tmp_path / "other").path.read_bytes()
    noise = bytes((n * n * 31 + n // 7) % 251 for n in range(5000))
    fill(tmp_path / "one", [[entry(noise + content)], [entry("after")]])
    segment = only(tmp_path / "one")
    records, _ = split(segment)
    wrong = bytearray(segment.path.read_bytes())
    wrong[records[1].offset + 30] ^= 1

    left, damages = split(changed(segment, bytes(wrong)))

    assert left == [records[0], *records[2:]]
    assert [(damage.offset, damage.end) for damage in damages] == [(records[1].offset, records[1].end)]


def test_damage_is_told_with_the_entries_before_it(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES)
    segment = only(tmp_path)
    outline = segment.outline()
    wrong = bytearray(segment.path.read_bytes())
    wrong[outline.batches[3] + 40] ^= 1

    found = changed(segment, bytes(wrong)).outline()

    assert [(damage.offset, damage.after_entry) for damage in found.damages] == [(outline.batches[3], 6)]
    assert sorted(found.batches) == [1, 2, 4]
    assert found.waiting == []


def test_a_segment_of_a_later_version_is_not_guessed_at(tmp_path: Path) -> None:
    fill(tmp_path, BATCHES)
    segment = only(tmp_path)
    content = segment.path.read_bytes()
    start = content[:16] + b"\0\0\0\2" + content[20:32]
    import zlib

    newer = changed(segment, start + zlib.crc32(start).to_bytes(4, "big") + content[36:])

    with pytest.raises(JournalUnreadable, match="of version 2"):
        list(newer.records())


def test_a_segment_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(JournalUnreadable, match="No such file"):
        Segment(tmp_path / "a-0123456789ab.journal").outline()
