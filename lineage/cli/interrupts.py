"""Ctrl-C while messages are written: heard between two batches, never in the middle of a talk with the database.

The driver, interrupted while it receives, fails with an error of its own or waits for an answer that it has lost.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")


class Interrupts:
    """Keeps a Ctrl-C for the next moment at which it harms nothing; a second one is obeyed at once."""

    def __init__(self) -> None:
        self._is_wanted = False
        self._is_reading = False

    def hear(self, _signal: int, _frame: FrameType | None) -> None:
        """Take the signal."""
        if self._is_reading or self._is_wanted:
            raise KeyboardInterrupt
        self._is_wanted = True

    def check(self) -> None:
        """Raise KeyboardInterrupt when a Ctrl-C has come."""
        if self._is_wanted:
            raise KeyboardInterrupt

    def between(self, items: Iterator[T]) -> Iterator[T]:
        """Pass items through; to wait for the next one is a moment for a Ctrl-C."""
        while True:
            self._is_reading = True
            try:
                self.check()
                item = next(items)
            except StopIteration:
                return
            finally:
                self._is_reading = False
            yield item


@contextmanager
def interrupts() -> Iterator[Interrupts]:
    """Hear Ctrl-C with care until the end of the block."""
    found = Interrupts()
    before = signal.signal(signal.SIGINT, found.hear)
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
