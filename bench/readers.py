"""Readers and a sender at once, over HTTP: what reading costs while messages come in, and when they are seen.

Messages come to be at their own pace; the sender puts what has come to be since its last request into the next one, so
the time of a message counts from when it came to be, and a service that falls behind shows it in that time. Readers ask
again as soon as they are answered, so that with many of them the time of one answer is that of a queue.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice

from bench import shapes
from bench.forms import piece
from bench.report import Cell, Table, spread
from bench.serving import Client, path_of, served
from bench.stores import Store

READERS = (1, 8, 32)
MESSAGES_PER_S = 100
REQUEST_MAX = 1_000

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
    f"Mixed questions (a dataset, ancestors, descendants, a list) without a pause between them, while {MESSAGES_PER_S} "
    "messages a second come to be; one sender puts those that wait into its next request. Times of a message count "
    "from when it came to be: to its receipt, and to a question for the last one of its request being answered. All "
    "clients are threads of one process on the same machine."
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
        first = next(turns)
        time.sleep(max(0.0, start + first / MESSAGES_PER_S - time.perf_counter()))
        due = int((time.perf_counter() - start) * MESSAGES_PER_S) - first
        sent = [first, *islice(turns, min(max(0, due), REQUEST_MAX - 1))]
        places = [shapes.place(part, turn) for turn in sent]
        body = b"\n".join(piece(shapes.Step(location)).body for location in places)
        client.ask("POST", "/api/v1/messages", body, {"Content-Type": "application/jsonl"})
        got = time.perf_counter()
        client.get(path_of(places[-1]))
        shown = time.perf_counter()
        born = [start + turn / MESSAGES_PER_S for turn in sent]
        seen.receipts.extend(1000 * (got - at) for at in born)
        seen.visible.extend(1000 * (shown - at) for at in born)

    with ThreadPoolExecutor(readers + 1) as pool:
        for number in range(readers):
            pool.submit(read, number)
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
