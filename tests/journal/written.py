"""Journals of tests: entries, and a folder that a writer filled."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import strategies as st

from lineage.journal import MESSAGE, Damage, Entry, Fate, Journal, Segment, segments
from lineage.journal.segment import Record

GRAPH = "store-of-the-test"
AT = "2026-01-01T00:00:00.000000Z"


def entry(body: bytes | str, kind: str = MESSAGE, sender: str = "test") -> Entry:
    return Entry(kind, body.encode() if isinstance(body, str) else body, sender, AT, AT)


def journal(folder: Path, segment_bytes: int = 2**20, graph: str = GRAPH) -> Journal:
    return Journal(folder, lambda: graph, segment_bytes)


def fill(folder: Path, batches: Sequence[Sequence[Entry]], *, is_committed: bool = True) -> list[Entry]:
    """Write batches of one writer and end it; each body makes a change the first time."""
    writer, change = journal(folder), 0
    seen: set[bytes] = set()
    for entries in batches:
        batch = writer.append(entries)
        if is_committed:
            fates: list[Fate] = []
            for one in entries:
                is_new = one.body not in seen
                seen.add(one.body)
                change += is_new
                fates.append(Fate(change if is_new else None))
            writer.committed(batch, change, fates)
    writer.close()
    return [one for entries in batches for one in entries]


def only(folder: Path) -> Segment:
    (found,) = segments(folder)
    return found


def held(segment: Segment) -> Iterator[Entry]:
    """Yield the entries of a segment that can be read."""
    for offset in segment.outline().batches.values():
        yield from segment.entries(offset)


def split(segment: Segment) -> tuple[list[Record], list[Damage]]:
    records: list[Record] = []
    damages: list[Damage] = []
    for found in segment.records():
        if isinstance(found, Damage):
            damages.append(found)
        else:
            records.append(found)
    return records, damages


texts = st.text(max_size=30)
entries = st.builds(
    Entry,
    st.sampled_from(["message", "retire", "restore"]),
    st.one_of(st.binary(max_size=200), st.just(b"\xf1LJ\nDATA" * 9)),
    st.one_of(texts, st.just("file:\udcff")),
    texts,
    texts,
)
