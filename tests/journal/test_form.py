"""The bytes of a segment say what was put into them, and nothing else is taken for them."""

import random
import zlib
from array import array

from hypothesis import given
from hypothesis import strategies as st

from lineage.journal import Done, Entry, Refusal, form
from tests.conftest import DATA
from tests.journal.written import entries, entry

REAL = sorted((DATA / "esrf-ingest-messages").rglob("*.xml"))


@given(st.lists(entries, min_size=1, max_size=5), st.sampled_from([1, 9]))
def test_entries_come_back_as_they_were(said: list[Entry], level: int) -> None:
    assert form.entries_of(form.packed_entries(said, level)) == said


def test_what_became_of_a_batch_comes_back_as_it_was() -> None:
    done = Done("store", "2026", array("d", [1, 2.5, 3]), {1: Refusal("cycle", "a sentence", {"path": ["/a", "/b"]})})

    assert form.done_of(form.packed_done(done)) == done


@given(st.integers(0, 2**32 - 1), st.binary(max_size=50))
def test_a_record_of_another_segment_has_another_checksum(number: int, payload: bytes) -> None:
    assert form.checksum("a" * 12, form.BATCH, number, payload) != form.checksum("b" * 12, form.BATCH, number, payload)


def test_the_head_is_as_the_page_says() -> None:
    start = form.head("0123456789ab")

    assert start[:32] == b"lineage journal\n\0\0\0\x010123456789ab"
    assert start[32:] == zlib.crc32(start[:32]).to_bytes(4, "big")


def test_real_messages_are_a_fifth_of_their_size_at_most() -> None:
    chosen = random.Random(1).sample(REAL, 200)
    batch = [entry(path.read_bytes()) for path in chosen]

    assert len(form.packed_entries(batch)) * 5 < form.size_bytes_of(batch)
