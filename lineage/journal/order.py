"""The order in which entries went into the graph, over all segments.

What contradicts itself (two producers, a cycle) is decided by that order, so it is kept exactly: by graph, then by the
numbers of changes. Entries that no graph is known to have come last, in the order of their segments.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lineage.journal.entry import Done, Entry, Fate
from lineage.journal.segment import Outline, Segment

LAST = "~"
"""Sorts behind the time of every batch that is in a graph."""

Key = tuple[str, float, str, int]
"""When its graph began, the place of its first entry, segment, batch."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Entries of one batch whose places no change of another batch lies between."""

    key: Key
    segment: Segment = field(compare=False)
    offset: int = field(compare=False)
    indexes: range | tuple[int, ...] = field(compare=False)
    done: Done | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """An entry in its place; `order` and `fate` are None when no graph is known to have it."""

    entry: Entry
    graph: str
    order: float | None
    fate: Fate | None


def placed(outlines: Sequence[tuple[Segment, Outline]]) -> list[Part]:
    """Return the parts of all batches in their order."""
    began = began_at(outline for _, outline in outlines)
    return sorted(part for segment, outline in outlines for part in _parts(segment, outline, began))


def began_at(outlines: Iterable[Outline]) -> dict[str, str]:
    """Return for each graph when the first batch was noted as being in it."""
    began: dict[str, str] = {}
    for outline in outlines:
        for done in outline.done.values():
            began[done.graph] = min(done.at, began.get(done.graph, done.at))
    return began


def read(parts: Sequence[Part]) -> Iterator[tuple[Part, list[Place]]]:
    """Yield each part with its entries."""
    last: tuple[Segment, int] | None = None
    entries: list[Entry] = []
    for part in parts:
        if last != (part.segment, part.offset):
            last, entries = (part.segment, part.offset), part.segment.entries(part.offset)
        indexes = part.indexes or range(len(entries))
        yield part, [_place(entries[index], index, part.done) for index in indexes]


def _place(entry: Entry, index: int, done: Done | None) -> Place:
    if done is None:
        return Place(entry, "", None, None)
    order = done.order[index]
    change = int(order) if order == int(order) else None
    return Place(entry, done.graph, order, Fate(change, done.refused.get(index)))


def _parts(segment: Segment, outline: Outline, began: dict[str, str]) -> Iterator[Part]:
    for number, offset in outline.batches.items():
        done = outline.done.get(number)
        if done is None:
            yield Part((LAST, 0, segment.name, number), segment, offset, (), None)
            continue
        for indexes in _unbroken(done.order):
            key = (began[done.graph], done.order[indexes[0]], segment.name, number)
            yield Part(key, segment, offset, indexes, done)


def _unbroken(order: Sequence[float]) -> Iterator[range | tuple[int, ...]]:
    """Yield indexes in the order of their places, cut where a change of somebody else may lie between."""
    found: list[int] = []
    for index in sorted(range(len(order)), key=order.__getitem__):
        place, before = order[index], order[found[-1]] if found else 0
        # between two changes stands all that came there, of whatever batch
        is_cut = place - before > 1 or (before != int(before) and place > before)
        if found and is_cut:
            yield _short(found)
            found = []
        found.append(index)
    yield _short(found)


def _short(indexes: list[int]) -> range | tuple[int, ...]:
    """Return indexes as a range when they are one; a journal has millions of batches."""
    whole = range(indexes[0], indexes[-1] + 1)
    return whole if list(whole) == indexes else tuple(indexes)
