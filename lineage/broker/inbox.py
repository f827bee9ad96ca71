"""What brokers have delivered and nobody has taken yet: bounded in number by the prefetch, in bytes here."""

import time
from collections import deque
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lineage.broker.link import Link

HELD_BYTES = 128 * 2**20
"""Bytes held at most, beside one message; a link that would go beyond waits, and its broker with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """One message as a broker delivered it.

    `sent_at` is the broker's own time of it, ISO 8601 UTC, the same at every delivery.
    """

    body: bytes
    queue: str
    sent_at: str
    message_id: str
    is_redelivered: bool
    link: "Link"


class Inbox:
    """Deliveries of all links in the order of their coming; safe between threads."""

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self._held_bytes = held_bytes
        self._waiting: deque[Delivery] = deque()
        self._bytes = 0
        self._changed = Condition()
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def bytes(self) -> int:
        """Bytes of the bodies that wait."""
        return self._bytes

    @property
    def oldest(self) -> str | None:
        """When the first of those that wait was sent; None when none waits."""
        with self._changed:
            return self._waiting[0].sent_at if self._waiting else None

    def put(self, delivery: Delivery) -> None:
        """Add a delivery; waits while too many bytes are held, until its link is closed."""
        with self._changed:
            while self._bytes >= self._held_bytes and delivery.link.is_open and not self._is_closed:
                self._changed.wait(0.1)
            self._waiting.append(delivery)
            self._bytes += len(delivery.body)
            self._changed.notify_all()

    def take(self, most: int, wait_s: float, gather_s: float) -> list[Delivery]:
        """Return up to `most` deliveries of links that are open still; empty when none came within `wait_s`.

        After the first one, waits `gather_s` for more. What a closed link has delivered is dropped: its broker
        delivers it again.
        """
        with self._changed:
            self._changed.wait_for(self._has_any, wait_s)
            if self._waiting and not self._is_closed:
                end = time.monotonic() + gather_s
                self._changed.wait_for(lambda: len(self._waiting) >= most or self._is_closed, end - time.monotonic())
            return self._taken(most)

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _has_any(self) -> bool:
        return bool(self._waiting) or self._is_closed

    def _taken(self, most: int) -> list[Delivery]:
        taken: list[Delivery] = []
        while self._waiting and len(taken) < most:
            delivery = self._waiting.popleft()
            self._bytes -= len(delivery.body)
            if delivery.link.is_open:
                taken.append(delivery)
        self._changed.notify_all()
        return taken
