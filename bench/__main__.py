"""Measure the write path and the walks: ``python -m bench [DATASETS]``.

Wipes nothing: it starts an embedded engine in a temporary folder, writes a graph of the stated shape through the
whole write path (JSON message, rules, transaction, commit), and asks for ancestors. Prints medians and the machine.
"""

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lineage import engine
from lineage.intake import Piece
from lineage.service import Lineage
from lineage.settings import Settings

READS_MAX = 3
WINDOW = 200
QUESTIONS = 200


def messages(count: int, dice: random.Random) -> Iterator[Piece]:
    """Yield messages of a graph in which each dataset reads up to three of the 200 before it."""
    for number in range(count):
        earlier = (
            {dice.randint(max(0, number - WINDOW), number - 1) for _ in range(READS_MAX)} if number % 10 else set()
        )
        said = {
            "investigation": f"hg{number // 1000}",
            "instrument": "id00",
            "name": str(number),
            "location": place(number),
            "start_date": "2024-01-01T00:00:00Z",
            "end_date": "2024-01-01T01:00:00Z",
            "sample": "s",
            "inputs": [place(n) for n in sorted(earlier)],
            "parameters": {f"parameter{n}": f"value {n}" for n in range(16)} | {"Process_program": "bench"},
        }
        yield Piece(json.dumps({name: value for name, value in said.items() if value}).encode(), "bench")


def place(number: int) -> str:
    """Return the location of dataset `number`."""
    return f"/data/visitor/hg{number // 1000}/id00/20240101/PROCESSED_DATA/sample/dataset_{number:08}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(count: int) -> None:
    """Run everything once and print a table."""
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings()
        jars = settings.engine_jars_dir or settings.data_dir / "engine" / "jars"
        own = settings.model_copy(update={"data_dir": Path(folder), "engine_jars_dir": jars, "neo4j_uri": None})
        try:
            with Lineage.open(own) as service:
                measure(service, count, dice)
        finally:
            engine.stop(own)


def measure(service: Lineage, count: int, dice: random.Random) -> None:
    """Write `count` messages, then ask."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {service.database.ping()}"
    )
    took = seconds(lambda: list(service.ingest(messages(count, dice))))
    print(f"write    {count:>8} messages, batch {service.settings.batch_size}: {count / took:8.0f} messages/s")
    again = seconds(lambda: list(service.ingest(messages(count, random.Random(7)))))
    print(f"again    {count:>8} messages, nothing new:  {count / again:8.0f} messages/s")
    for steps in (1, 2, 3, 5, 10):
        report(service, count, steps, dice)


def report(service: Lineage, count: int, steps: int, dice: random.Random) -> None:
    """Print median and 95th percentile of the ancestors of random datasets."""
    took, sizes = [], []
    for _ in range(QUESTIONS):
        start = time.perf_counter()
        sizes.append(service.ancestors(place(dice.randrange(count // 2, count)), steps=steps, limit=1000).count)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    size = statistics.median(sizes)
    print(f"ancestors {steps:>2} steps, {size:6.0f} nodes: p50 {statistics.median(took):7.2f} ms, p95 {p95:7.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
