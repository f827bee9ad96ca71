"""Readers and a writer at once, over HTTP: what reading costs while messages come in, and when they are seen.

Readers ask again as soon as they are answered, so that with many of them the time of one answer is that of a queue.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from bench import shapes
from bench.forms import piece
from bench.report import Cell, Table, spread
from bench.serving import Client, path_of, served
from bench.stores import Store

READERS = (1, 8, 32)
MESSAGES_PER_S = 100
SENDERS = 4

HEADS = (
    "readers",
    "answers/s",
    "answer least / p50 / p95, ms",
    "messages/s",
    "message to receipt, ms",
    "message to visible, ms",
    "errors",
)
NOTE = (
    f"Mixed questions (a dataset, ancestors, descendants, a list) without a pause between them, while "
    f"{MESSAGES_PER_S} messages a second are to come in, each a request and a transaction, from {SENDERS} senders. "
    "visible: sent, receipt here, and a question for the dataset answered. All clients are threads of one process on "
    "the same machine."
)


@dataclass
class Seen:
    """What clients saw, in ms; lists are safe to append to from threads."""

    answers: list[float] = field(default_factory=list)
    receipts: list[float] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def measure(store: Store, seconds: float) -> list[Table]:
    """Read and write for some seconds with each number of readers."""
    rows: list[tuple[Cell, ...]] = []
    with served(store.environment()) as url:
        for readers in READERS:
            seen = _run(store, url, readers, seconds)
            rows.append(
                (
                    readers,
                    round(len(seen.answers) / seconds),
                    spread(seen.answers),
                    round(len(seen.receipts) / seconds),
                    spread(seen.receipts),
                    spread(seen.visible),
                    len(seen.errors),
                )
            )
    return [Table(f"Readers beside a writer in a store of {store.datasets:,} datasets", HEADS, rows, NOTE)]


def _run(store: Store, url: str, readers: int, seconds: float) -> Seen:
    seen = Seen()
    is_over = threading.Event()
    part = f"read{time.time_ns() // 1_000_000}-{readers}"
    turns = count()
    start = time.perf_counter()

    def read(number: int) -> None:
        questions = _questions(store, number)
        _until(is_over, url, seen, lambda client: seen.answers.append(client.get(next(questions)).whole_ms))

    def send(client: Client) -> None:
        turn = next(turns)
        time.sleep(max(0.0, start + turn / MESSAGES_PER_S - time.perf_counter()))
        if is_over.is_set():
            return
        body = piece(shapes.Step(shapes.place(part, turn))).body
        reply = client.ask("POST", "/api/v1/messages", body, {"Content-Type": "application/json"})
        shown = client.get(path_of(shapes.place(part, turn)))
        seen.receipts.append(reply.whole_ms)
        seen.visible.append(reply.whole_ms + shown.whole_ms)

    with ThreadPoolExecutor(readers + SENDERS) as pool:
        for number in range(readers):
            pool.submit(read, number)
        for _ in range(SENDERS):
            pool.submit(_until, is_over, url, seen, send)
        time.sleep(seconds)
        is_over.set()
    return seen


def _until(is_over: threading.Event, url: str, seen: Seen, work: Callable[[Client], None]) -> None:
    client = Client(url)
    while not is_over.is_set():
        try:
            work(client)
        except (ValueError, OSError) as error:
            seen.errors.append(str(error))
            client.close()
    client.close()


def _questions(store: Store, seed: int) -> Iterator[str]:
    dice = random.Random(seed)
    while True:
        location = shapes.place(store.shape, dice.randrange(store.datasets))
        yield dice.choice(
            (
                path_of(location),
                f"{path_of(location, 'ancestors')}?limit=100",
                f"{path_of(location, 'descendants')}?limit=100",
                "/api/v1/datasets?limit=20",
            )
        )
