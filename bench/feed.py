"""The live feed, end to end: a real broker, journal, graph, acknowledgement; how many a second, and how soon seen.

What a message costs does not depend on what is in the store already, so its size does not matter here.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import stomp

from bench.report import Cell, Table, spread
from bench.stores import Store
from bench.writes import engine_cpu_s
from lineage import engine, intake
from lineage.broker import Delivery, Link
from lineage.journal import Journal
from lineage.service import Lineage

QUEUE = "icatIngest"
PARAMETERS = 25
WARM_UP = 6_000
BACKLOG = 20_000
STEADY = {"2 a second": (2, 40), "100 a second": (100, 2_000)}

HEADS = (
    "what",
    "messages",
    "messages/s",
    "sent to visible least / p50 / p95, ms",
    "CPU: feed, graph, broker, ms a message",
)
NOTE = (
    "The backlog is in the queue before the feed starts. Visible: from the broker's own time of a message to the "
    "commit in the graph. Sender, broker, feed and database share the machine; the sender is a thread of the feed."
)
STAGE_HEADS = ("stage", "ms a message", "share")
STAGE_NOTE = (
    "Wall time while the backlog is worked off. Reading and journal run beside graph and acknowledgement, so the "
    "shares are of the sum; the frames of the broker are taken apart by a third thread, which is in none of them."
)
STAGES = {
    "read the messages": (intake, "_parse"),
    "journal, with fsync": (Journal, "append"),
    "graph": (intake, "_write_graph"),
    "journal, that it is done": (Journal, "committed"),
    "acknowledge": (Link, "acknowledge"),
}


@dataclass
class Watched:
    """What was seen of a feed."""

    count: int
    visible_ms: list[float] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    start: float = 0.0
    end: float = 0.0
    cpu_s: Sequence[float] = ()

    def row(self, what: str) -> tuple[Cell, ...]:
        """Return the row of a run."""
        cpu = " / ".join(f"{1000 * part / self.count:.2f}" for part in self.cpu_s)
        return what, self.count, round(self.count / (self.end - self.start)), spread(self.visible_ms), cpu

    def stages(self) -> Table:
        """Return the table of the stages."""
        whole = sum(self.seconds.values())
        rows = [(name, 1000 * took / self.count, f"{100 * took / whole:.0f} %") for name, took in self.seconds.items()]
        return Table("Stages of the live feed", STAGE_HEADS, rows, STAGE_NOTE)


def measure(store: Store) -> list[Table]:
    """Work off a backlog, then listen to a slow and to a steady sender."""
    run = f"{time.time_ns() // 1_000_000}"
    with _listening(store) as (service, address):
        _backlog(service, store, address, f"warm{run}", min(WARM_UP, store.datasets))
        found = _backlog(service, store, address, f"feed{run}", min(BACKLOG, store.datasets))
        size = len(_body(f"feed{run}", 0))
        rows = [found.row(f"backlog, {size} bytes each")]
        for what, (rate, most) in STEADY.items():
            count = min(most, store.datasets)
            send = partial(_send, address, f"rate{rate}-{run}", range(count), rate)
            rows.append(_watch(service, store, address, count, send).row(what))
    return [Table("The live feed", HEADS, rows, NOTE), found.stages()]


@contextmanager
def _listening(store: Store) -> Iterator[tuple[Lineage, engine.BrokerAddress]]:
    """Yield a service with a journal over the store, and a broker of its own."""
    jars = store.service.settings.engine_jars_dir
    with TemporaryDirectory(prefix="bench-feed-") as folder:
        settings = store.service.settings.model_copy(update={"data_dir": Path(folder), "engine_jars_dir": jars})
        address = engine.broker_ensure(settings)
        journal = Journal(Path(folder) / "journal", lambda: "bench")
        settings = settings.model_copy(update={"brokers": (f"{address.host}:{address.port}",)})
        try:
            yield Lineage(settings, store.service.database, journal), address
        finally:
            journal.close()
            engine.broker_stop(settings)


def _backlog(service: Lineage, store: Store, address: engine.BrokerAddress, part: str, count: int) -> Watched:
    _send(address, part, range(count))
    return _watch(service, store, address, count, lambda: None)


def _watch(
    service: Lineage, store: Store, address: engine.BrokerAddress, count: int, send: Callable[[], None]
) -> Watched:
    """Run a feed until so many messages are written; `send` runs beside it."""
    found = Watched(count)
    feed = service.feed()

    def written(batch: Sequence[Delivery], *_: object) -> None:
        now = time.time()
        found.visible_ms.extend(1000 * (now - _seconds(one.sent_at)) for one in batch)
        found.end = time.perf_counter()
        if len(found.visible_ms) >= count:
            feed.stop()

    with ExitStack() as stack:
        stack.enter_context(patch.object(feed.counts, "written", written))
        for name, (owner, function) in STAGES.items():
            stack.enter_context(patch.object(owner, function, _timed(found, name, getattr(owner, function))))
        before = _cpu_s(store, address)
        found.start = time.perf_counter()
        sender = threading.Thread(target=send)
        sender.start()
        feed.run()
        sender.join()
        found.cpu_s = [after - start for after, start in zip(_cpu_s(store, address), before, strict=True)]
    return found


def _timed(found: Watched, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*given: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            found.seconds[name] = found.seconds.get(name, 0.0) + time.perf_counter() - start

    return run


def _cpu_s(store: Store, address: engine.BrokerAddress) -> list[float]:
    return [time.process_time(), engine_cpu_s(store.address.pid), engine_cpu_s(address.pid)]


def _send(address: engine.BrokerAddress, part: str, numbers: range, rate_per_s: int | None = None) -> None:
    connection = stomp.Connection11([(address.host, address.port)])
    connection.connect(wait=True)
    start = time.perf_counter()
    for number in numbers:
        if rate_per_s:
            time.sleep(max(0.0, start + number / rate_per_s - time.perf_counter()))
        connection.send(f"/queue/{QUEUE}", _body(part, number), headers={"persistent": "true"})
    connection.disconnect(receipt="all")


def _body(part: str, number: int) -> bytes:
    """Return a dataset in ESRF's XML, made from the one before it and from one half as far."""
    place = f"/data/visitor/{part}/id00/20240101/PROCESSED_DATA/s"
    inputs = ",".join(sorted({f"{place}/{before:08d}" for before in (number - 1, number // 2) if 0 <= before < number}))
    said = {"Sample_name": "s", "Process_program": "bench align", "Process_version": "1.0"}
    said |= {"input_datasets": inputs} if inputs else {}
    said |= {f"bench_parameter_{index:02d}": f"{number}.{index}" for index in range(PARAMETERS - len(said))}
    parameters = "".join(
        f"<tns:parameter><tns:name>{name}</tns:name><tns:value>{value}</tns:value></tns:parameter>"
        for name, value in said.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><tns:dataset xmlns:tns="http://www.esrf.fr/icat" complete="true">'
        f"<tns:investigation>{part}</tns:investigation><tns:instrument>id00</tns:instrument>"
        f"<tns:name>{number:08d}</tns:name><tns:location>{place}/{number:08d}</tns:location>"
        "<tns:startDate>2024-01-01T00:00:00+00:00</tns:startDate><tns:endDate>2024-01-01T01:00:00+00:00</tns:endDate>"
        f"<tns:sample><tns:name>s</tns:name></tns:sample>{parameters}</tns:dataset>"
    ).encode()


def _seconds(sent_at: str) -> float:
    return datetime.strptime(sent_at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp()
