"""The loop of a consumer: while one batch is written to the graph, the next one is gathered, parsed and journalled.

A delivery is acknowledged when the graph has it and not before, so whatever ends this process ends nothing else: the
broker delivers again what had no acknowledgement, and what the graph has already is *unchanged*.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Lock
from typing import TypeVar

from lineage import intake
from lineage.broker import Address, Brokers, Delivery, Inbox
from lineage.errors import GraphUnavailable, JournalFailed, QueryTimeout
from lineage.feed import states
from lineage.feed.counts import Counts
from lineage.graph.database import Database
from lineage.ingest import Context
from lineage.intake import Piece, Prepared
from lineage.journal import Journal
from lineage.model.answers import Consumer, Receipt
from lineage.model.message import DatasetMessage
from lineage.settings import Settings

TICK_S = 0.5
FIRST_PAUSE_S = 0.25
PAUSE_MAX_S = 15.0
REASON_CHARS_MAX = 1_000
"""Of the header that tells a reason; ActiveMQ takes 10 KiB of a header."""

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    deliveries: list[Delivery]
    prepared: Prepared


class Feed:
    """One consumer of the brokers that the settings name."""

    def __init__(self, database: Database, context: Context, settings: Settings, journal: Journal | None) -> None:
        self.counts = Counts()
        self.inbox = Inbox()
        self._database = database
        self._context = context
        self._settings = settings
        self._journal = journal
        self._is_over = Event()
        self._told_at = 0.0
        self._telling = Lock()
        self._states = states.folder_of(settings)
        password = settings.broker_password.get_secret_value() if settings.broker_password else ""
        self.brokers = Brokers(
            map(Address.parse, settings.brokers),
            settings.broker_queues,
            self.inbox,
            login=(settings.broker_user, password) if settings.broker_user else None,
            prefetch=settings.broker_prefetch,
            ca_file=settings.broker_ca_file,
        )

    def stop(self) -> None:
        """End the loop after the batch that is being written; safe from any thread and from a signal."""
        self._is_over.set()

    def run(self, idle_s: float | None = None, watch: Callable[[Sequence[Receipt]], None] = lambda _: None) -> None:
        """Consume until `stop`, or until nothing came for `idle_s` while every broker was connected.

        `watch` is called with the receipts of each batch, and with none from time to time.
        """
        written: Future[list[Receipt]] = intake.nothing_written()
        quiet_s = 0.0
        with self.brokers, ThreadPoolExecutor(1, "feed-write") as writer:
            try:
                while not self._is_over.is_set():
                    # while nothing is being written there is nothing to gather for
                    gather_s = 0.0 if written.done() else self._settings.batch_wait_s
                    deliveries = self.inbox.take(self._settings.batch_size, TICK_S, gather_s)
                    batch = self._prepared(deliveries) if deliveries else None
                    if batch:
                        self._await(written)
                    if written.done():
                        watch(written.result())
                        written = writer.submit(self._write, batch) if batch else intake.nothing_written()
                    self._tell()
                    quiet_s = 0.0 if deliveries or not written.done() else quiet_s + TICK_S
                    if idle_s is not None and self.brokers.are_connected and quiet_s >= idle_s:
                        break
                self._is_over.set()
                watch(written.result())
            finally:
                self._is_over.set()
                states.forget(self._states, self.consumer().pid)

    def consumer(self) -> Consumer:
        """Return what there is to know of this consumer."""
        return self.counts.consumer(self.brokers.states, len(self.inbox), self.inbox.oldest)

    def _prepared(self, deliveries: list[Delivery]) -> _Batch | None:
        """Parse deliveries and write them to the journal; None when the feed ended before the journal took them."""
        self.counts.take(deliveries)
        pieces = [Piece(one.body, f"queue:{one.queue}", one.sent_at) for one in deliveries]
        prepared = self._insisted(lambda: intake.prepare(pieces, self._context, self._settings, self._journal))
        return _Batch(deliveries, prepared) if prepared else None

    def _write(self, batch: _Batch) -> list[Receipt]:
        """Write a batch to the graph, then acknowledge it; nothing is acknowledged when the feed ends before."""
        receipts = self._insisted(lambda: intake.write_prepared(self._database, batch.prepared, self._journal))
        if receipts is None:
            return []
        for delivery, receipt in zip(batch.deliveries, receipts, strict=True):
            if receipt.status == "rejected":
                delivery.link.publish(self._settings.broker_failed_queue, delivery.body, _told(delivery, receipt))
        for last in {(one.link, one.queue): one for one in batch.deliveries}.values():
            last.link.acknowledge(last)
        self.counts.written(batch.deliveries, receipts, _instruments(batch.prepared))
        return receipts

    def _insisted(self, work: Callable[[], T]) -> T | None:
        """Do work, again and again while graph or journal do not take it: that is no fault of a message."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                done = work()
            except (GraphUnavailable, QueryTimeout, JournalFailed) as error:
                if self.counts.reason != error.message:
                    log.warning("%s Consumption waits for it.", error.message)
                self.counts.reason = error.message
                self._tell()
            else:
                self.counts.reason = None
                return done
            if self._is_over.wait(pause_s):
                return None
            pause_s = min(2 * pause_s, PAUSE_MAX_S)

    def _await(self, written: "Future[list[Receipt]]") -> None:
        while not wait([written], TICK_S).done:
            self._tell()

    def _tell(self) -> None:
        """Tell the state of the consumer, about twice a second; from both threads."""
        with self._telling:
            if time.monotonic() < self._told_at + TICK_S:
                return
            self._told_at = time.monotonic()
            try:
                states.tell(self._states, self.consumer())
            except OSError as error:
                # the disk that has no room for this has none for the journal either, which is told of once
                log.debug("the state of the consumer cannot be written: %s", error)


def _told(delivery: Delivery, receipt: Receipt) -> Mapping[str, str]:
    """Return the headers that say why a message was refused."""
    return {
        "lineage-code": receipt.code or "",
        "lineage-reason": _short(receipt.message or ""),
        "lineage-key": receipt.key,
        "lineage-queue": delivery.queue,
        "lineage-sent-at": delivery.sent_at,
    }


def _short(reason: str) -> str:
    """Cut a reason visibly: a header that is too long for a broker would end the connection, again at each delivery."""
    return reason if len(reason) <= REASON_CHARS_MAX else f"{reason[:REASON_CHARS_MAX]}… (the desk has all of it)"


def _instruments(prepared: Prepared) -> Counter[str]:
    return Counter(message.instrument for message in prepared.messages if isinstance(message, DatasetMessage))
