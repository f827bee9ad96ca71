"""The whole write path: JSON message, rules, transaction, commit, receipt; at batches of several sizes.

Adds datasets to the store, in an investigation of their own for each run.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from bench.forms import piece
from bench.report import Cell, Table
from bench.shapes import dag
from bench.stores import Store
from lineage.service import Lineage

BATCHES = {1: 400, 50: 4_000, 200: 8_000, 1_000: 10_000}
"""Messages that are sent at each batch size."""

WARM_UP = (200, 8_000)
"""Batch size and messages before the first row: an engine that has just started compiles what it runs."""

HEADS = ("batch", "messages", "messages/s", "wall, ms a message", "client CPU", "engine CPU", "again, messages/s")
NOTE = (
    "Messages of 10 parameters and 0 to 3 inputs (shape `dag`), from bytes to receipt. CPU in ms a message: this "
    "process, and the engine's. again: the same messages once more, which change nothing. Before the first row "
    f"{WARM_UP[1]:,} messages went in that are in none."
)


@dataclass(frozen=True)
class Cost:
    """Wall time, and CPU time of this process and of the engine, in s."""

    wall: float
    client: float
    engine: float


def measure(store: Store) -> list[Table]:
    """Write messages at each batch size, and once more when they are known."""
    rows: list[tuple[Cell, ...]] = []
    run = f"{time.time_ns() // 1_000_000}"
    _cost(store, WARM_UP[0], min(WARM_UP[1], store.datasets), f"warm{run}")
    for batch, most in BATCHES.items():
        count = min(most, store.datasets)
        first = _cost(store, batch, count, f"write{run}-{batch}")
        again = _cost(store, batch, count, f"write{run}-{batch}")
        per_message = [1000 * part / count for part in (first.wall, first.client, first.engine)]
        rows.append((batch, count, round(count / first.wall), *per_message, round(count / again.wall)))
    return [Table(f"Writing into a store of {store.datasets:,} datasets", HEADS, rows, NOTE)]


def engine_cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process has used; 0 where there is no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    words = stat.read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _cost(store: Store, batch: int, count: int, part: str) -> Cost:
    pieces = [piece(step) for step in dag(count, part)]
    service = Lineage(store.service.settings.model_copy(update={"batch_size": batch}), store.service.database)
    before = time.perf_counter(), time.process_time(), engine_cpu_s(store.address.pid)
    refused = sum(receipt.status == "rejected" for receipt in service.ingest(pieces))
    after = time.perf_counter(), time.process_time(), engine_cpu_s(store.address.pid)
    if refused:
        raise ValueError(f"{refused} messages were refused")
    return Cost(*(end - start for start, end in zip(before, after, strict=True)))
