"""Graphs of a stated shape and size, the same every time.

A graph is a list of steps: one dataset, and what its job read; nothing read is raw. A shape fills the store; beside it
stand *plants*, parts with an answer of a known size, which are the same in a store of any size. So a question about a
plant shows what the size of the answer costs, and what the size of the store does not.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

SEED = 7
WINDOW = 200
READS_MAX = 3
CHAIN = 10
FAN = 10
BLOCK = 40
RAW_IN_BLOCK = 10
PROBE_SIZES = (10, 100, 1_000, 10_000, 100_000)
HUB_READERS = 10_000
DAG_DATASETS = 20_000

Direction = Literal["ancestors", "descendants"]


@dataclass(frozen=True, slots=True)
class Step:
    """A dataset and the datasets that its job read."""

    location: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """A dataset whose walk in one direction finds `count` nodes, jobs among them."""

    location: str
    direction: Direction
    count: int


def place(part: str, number: int) -> str:
    """Return the location of dataset `number` of a part; a thousand share an investigation."""
    return f"/data/visitor/hg{number // 1000}/{part}/20240101/PROCESSED_DATA/sample/dataset_{number:08}"


def chains(count: int, part: str = "chains") -> Iterator[Step]:
    """Yield chains of ten datasets."""
    for number in range(count):
        yield _step(part, number, [number - 1] if number % CHAIN else [])


def fan_out(count: int, part: str = "fan_out") -> Iterator[Step]:
    """Yield 1:N, nine datasets from one."""
    for number in range(count):
        yield _step(part, number, [number - number % FAN] if number % FAN else [])


def fan_in(count: int, part: str = "fan_in") -> Iterator[Step]:
    """Yield N:1, one dataset from nine."""
    for number in range(count):
        yield _step(part, number, range(number - FAN + 1, number) if number % FAN == FAN - 1 else [])


def diamonds(count: int, part: str = "diamonds") -> Iterator[Step]:
    """Yield 1:N:1, eight datasets from one, and one from the eight."""
    for number in range(count):
        first, own = number - number % FAN, number % FAN
        yield _step(part, number, range(first + 1, number) if own == FAN - 1 else [first] if own else [])


def hubs(count: int, part: str = "hubs") -> Iterator[Step]:
    """Yield datasets that 10,000 others read."""
    for number in range(count):
        own = number % (HUB_READERS + 1)
        yield _step(part, number, [number - own] if own else [])


def dag(count: int, part: str = "dag") -> Iterator[Step]:
    """Yield datasets that each read one to three of the 200 before: deep, and full of diamonds."""
    dice = random.Random(SEED)
    for number in range(count):
        earlier = range(max(0, number - WINDOW), number)
        yield _step(part, number, dice.sample(earlier, min(len(earlier), dice.randint(1, READS_MAX))))


def facility(count: int, part: str = "facility") -> Iterator[Step]:
    """Yield what a beamline has, in blocks of 40: 10 raw, 30 processed in three steps.

    The first step reads two raw datasets, the second one of the first, the third two of the second. The last dataset
    of a block reads all ten: walks back find 3, 5, 12 and 51 nodes.
    """
    for number in range(count):
        own, layer = number % BLOCK, number % BLOCK // RAW_IN_BLOCK
        before = number - own + RAW_IN_BLOCK * (layer - 1)
        column = own % RAW_IN_BLOCK
        neighbour = (column + 1) % RAW_IN_BLOCK
        columns = {
            0: (),
            1: (column, neighbour),
            2: (column,),
            3: (column, neighbour) if column < RAW_IN_BLOCK - 1 else tuple(range(RAW_IN_BLOCK)),
        }[layer]
        yield _step(part, number, [before + one for one in columns])


SHAPES: dict[str, Callable[[int], Iterator[Step]]] = {
    "chains": chains,
    "fan_out": fan_out,
    "fan_in": fan_in,
    "diamonds": diamonds,
    "hubs": hubs,
    "dag": dag,
    "facility": facility,
}


def whole(shape: str, count: int) -> Iterator[Step]:
    """Yield a store's graph: `count` datasets of the shape and every plant that is no larger than that."""
    yield from SHAPES[shape](count)
    for probe in probes(count):
        grow = _upward if probe.direction == "ancestors" else _downward
        yield from grow(probe.count)
    if shape != "dag":
        yield from dag(dag_count(count))
    if shape != "hubs":
        yield from hubs(hub_readers(count) + 1)


def probes(count: int) -> list[Probe]:
    """Return the probes that are planted in a store of `count` datasets."""
    sizes = [size for size in PROBE_SIZES if size <= count]
    up = [Probe(place(f"up{size}", 0), "ancestors", size) for size in sizes]
    return up + [Probe(place(f"down{size}", 0), "descendants", size) for size in sizes]


def dag_count(count: int) -> int:
    """Return how many datasets of the shape `dag` are planted in a store of `count` datasets."""
    return min(count, DAG_DATASETS)


def hub_readers(count: int) -> int:
    """Return how many datasets read the planted hub in a store of `count` datasets."""
    return min(count, HUB_READERS)


def _upward(size: int) -> Iterator[Step]:
    """Yield a part whose dataset 0 has exactly `size` ancestors; `size` is one more than a multiple of three.

    Below dataset 1 stands a tree of two inputs a job, closed to diamonds by a third, whose 2k datasets have k jobs:
    3k - 1 ancestors of its root, and the root and its reader make it 3k + 1.
    """
    part, inner = f"up{size}", 2 * (size - 1) // 3
    for number in reversed(range(inner)):
        below = [child for child in range(2 * number + 1, 2 * number + 4) if child < inner]
        yield _step(part, number + 1, [child + 1 for child in below] if 2 * number + 1 < inner else [])
    yield _step(part, 0, [1])


def _downward(size: int) -> Iterator[Step]:
    """Yield a part whose dataset 0 has exactly `size` descendants; `size` is even: each has a job of its own."""
    for number in range(size // 2 + 1):
        above = {(number - 1) // 2, max(0, (number - 2) // 2)} if number else set()
        yield _step(f"down{size}", number, sorted(above))


def _step(part: str, number: int, inputs: "range | list[int]") -> Step:
    return Step(place(part, number), tuple(sorted(place(part, one) for one in inputs)))
