"""The task that looks for cycles: linear in the edges, over numbers alone.

A job comes after the jobs that made what it reads. Jobs with nothing before them are taken away until none is left;
what stays lies on a cycle, or after one.
"""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from lineage.errors import CycleRefused
from lineage.loading import segments
from lineage.loading.reading import Problems
from lineage.loading.segments import Dealt

LINE_BITS = 32
LINE_MASK = 2**LINE_BITS - 1


def refuse_cycles(paths: Sequence[Path], line_count: int, path: Path) -> None:
    """Leave a finding for a cycle, if there is one: the numbers of the lines of its jobs."""
    problems = Problems()
    if cycle := find_cycle(list(_edges(paths)), line_count):
        shown = [f"the job of line {line}" for line in [*cycle, cycle[0]]]
        problems.add(cycle[0], CycleRefused(shown[0], shown))
    segments.write(path, Dealt(), {"problems": problems.told()})


def _edges(paths: Sequence[Path]) -> Iterator["array[int]"]:
    for _, records in segments.read(paths, 0, "order"):
        for (packed,) in records:
            part = array("Q")
            part.frombytes(packed)
            yield part


def find_cycle(edges: Sequence["array[int]"], number_max: int) -> list[int]:
    """Return the numbers along one cycle in the way of the edges; empty when there is none.

    An edge is two numbers from 1 to `number_max` in one: the first in the upper half.
    """
    begins = array("I", bytes(4 * (number_max + 2)))
    before = array("I", bytes(4 * (number_max + 1)))
    for part in edges:
        for edge in part:
            begins[edge >> LINE_BITS] += 1
            before[edge & LINE_MASK] += 1
    place = 0
    for number, count in enumerate(begins):
        begins[number] = place
        place += count
    after = array("I", bytes(4 * place))
    filled = array("I", begins)
    for part in edges:
        for edge in part:
            first = edge >> LINE_BITS
            after[filled[first]] = edge & LINE_MASK
            filled[first] += 1
    free = array(
        "I",
        (number for number in range(1, number_max + 1) if not before[number] and begins[number] < begins[number + 1]),
    )
    while free:
        number = free.pop()
        for index in range(begins[number], begins[number + 1]):
            target = after[index]
            before[target] -= 1
            if not before[target]:
                free.append(target)
    left = next((number for number in range(1, number_max + 1) if before[number]), None)
    return [] if left is None else _cycle(edges, before, left)


def _cycle(edges: Sequence["array[int]"], before: "array[int]", start: int) -> list[int]:
    """Walk back over what was left: each has one of them before it, so that the walk must meet itself."""
    source: dict[int, int] = {}
    for part in edges:
        for edge in part:
            if before[edge >> LINE_BITS] and before[edge & LINE_MASK]:
                source[edge & LINE_MASK] = edge >> LINE_BITS
    way: dict[int, int] = {}
    while start not in way:
        way[start] = len(way)
        start = source[start]
    return list(way)[way[start] :][::-1]
