"""What one consumer has seen so far; counted in one thread, read in any."""

import os
import socket
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lineage.broker import Delivery
from lineage.model.answers import Consumer, Receipt
from lineage.model.clock import now

VISIBLE_BOUNDS_S = (0.05, 0.1, 0.3, 1, 3, 10, 60, 600, 3600)


class Counts:
    """Counts since it was made."""

    def __init__(self) -> None:
        self.started_at = now()
        self.reason: str | None = None
        self.messages: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        self.instruments: Counter[str] = Counter()
        self.redelivered = 0
        self.visible_sum_s = 0.0
        self._visible = [0] * (len(VISIBLE_BOUNDS_S) + 1)
        self._held: dict[int, str] = {}

    def take(self, batch: Sequence[Delivery]) -> None:
        """Take note of deliveries that are worked on from now."""
        self.redelivered += sum(delivery.is_redelivered for delivery in batch)
        self._held[id(batch)] = min(delivery.sent_at for delivery in batch)

    def written(self, batch: Sequence[Delivery], receipts: Sequence[Receipt], instruments: Mapping[str, int]) -> None:
        """Count deliveries that are visible now."""
        at = time.time()
        for delivery, receipt in zip(batch, receipts, strict=True):
            self.messages[receipt.status] += 1
            if receipt.code:
                self.rejected[receipt.code] += 1
            took_s = max(0.0, at - _seconds(delivery.sent_at))
            self._visible[bisect_left(VISIBLE_BOUNDS_S, took_s)] += 1
            self.visible_sum_s += took_s
        self.instruments.update(instruments)
        self._held.pop(id(batch), None)

    def consumer(self, brokers: Mapping[str, str], waiting: int, oldest: str | None) -> Consumer:
        """Return all of it; `oldest` is when the first of what waits in the inbox was sent."""
        sent = [*list(self._held.values()), *([oldest] if oldest else [])]
        bounds = [*map(str, VISIBLE_BOUNDS_S), "+Inf"]
        return Consumer(
            host=socket.gethostname(),
            pid=os.getpid(),
            started_at=self.started_at,
            seen_at=now(),
            state="blocked" if self.reason else "running",
            reason=self.reason,
            brokers=dict(brokers),
            queue_age_s=round(max(0.0, time.time() - _seconds(min(sent))), 3) if sent else 0.0,
            waiting=waiting,
            messages=dict(self.messages),
            redelivered=self.redelivered,
            rejected=dict(self.rejected),
            instruments=dict(self.instruments),
            visible_s={bound: sum(self._visible[: place + 1]) for place, bound in enumerate(bounds)},
            visible_sum_s=round(self.visible_sum_s, 3),
        )


def _seconds(sent_at: str) -> float:
    return datetime.strptime(sent_at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC).timestamp()
