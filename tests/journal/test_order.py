"""Entries come in the order in which they went into the graph, however writers took turns."""

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lineage.journal import Entry, Fate, Journal, placed, read, segments
from lineage.journal.entry import places
from tests.journal.written import GRAPH, entry, journal


class World:
    """A graph that counts changes, and writers that take turns: a batch may go in in two halves."""

    def __init__(self, folder: Path, dice: random.Random, graph: str = GRAPH, change: int = 0) -> None:
        self.dice = dice
        self.change = change
        self.done: list[str] = []
        self.writers = [journal(folder, dice.choice([400, 10**6]), graph) for _ in range(dice.randint(1, 3))]
        self.count = 0

    def write(self) -> None:
        """Let a writer or two write a batch each, the halves of the first around the second."""
        first, second = self.batch(), self.batch()
        half = self.dice.randint(0, len(first[1]))
        fates = self.commit(first[1][:half])
        other = self.commit(second[1]) if self.dice.random() < 0.7 else None
        fates += self.commit(first[1][half:])
        if other is None:
            other = self.commit(second[1])
        for (writer, entries), told in ((first, fates), (second, other)):
            batch = writer.append(entries)
            writer.committed(batch, self.change, told)

    def batch(self) -> tuple[Journal, list[Entry]]:
        count = self.dice.randint(1, 5)
        self.count += count
        return self.dice.choice(self.writers), [entry(str(self.count - n)) for n in range(count)]

    def commit(self, entries: list[Entry]) -> list[Fate]:
        for one in entries:
            self.done.append(one.body.decode())
        fates = [Fate(self.change + n) for n in range(1, len(entries) + 1)]
        self.change += len(entries)
        return fates

    def close(self) -> None:
        for writer in self.writers:
            writer.close()


def order_in(folder: Path) -> list[str]:
    parts = placed([(segment, segment.outline()) for segment in segments(folder)])
    return [place.entry.body.decode() for _, some in read(parts) for place in some]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_the_order_is_that_of_the_changes(seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, dice = Path(name), random.Random(seed)
        first = World(folder, dice, "first")
        for _ in range(dice.randint(1, 6)):
            first.write()
        first.close()
        second = World(folder, dice, "second", dice.choice([0, first.change]))
        for _ in range(dice.randint(0, 4)):
            second.write()
        second.close()

        assert order_in(folder) == first.done + second.done


def test_what_is_in_no_graph_comes_last(tmp_path: Path) -> None:
    writer = journal(tmp_path)
    first = writer.append([entry("a")])
    writer.append([entry("b"), entry("c")])
    writer.committed(writer.append([entry("d")]), 1)
    writer.committed(first, 2)
    writer.close()

    assert order_in(tmp_path) == ["d", "a", "b", "c"]


def test_what_made_no_change_stands_behind_what_was_there() -> None:
    assert places([None, None], 7) == [7.5, 7.5]
    assert places([None, 4, None, 5], 5) == [3.5, 4, 4.5, 5]
    assert places([3, 6, None, 4, 5], 6) == [3, 6, 6.5, 4, 5]
