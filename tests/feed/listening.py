"""A consumer over a service, run to the end of what waits, or in a thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lineage.feed import Feed
from lineage.model.answers import Receipt
from lineage.service import Lineage


def listener(service: Lineage, port: int, **settings: object) -> Feed:
    """Return a consumer of a broker on this machine."""
    given = service.settings.model_copy(update={"brokers": (f"127.0.0.1:{port}",), **settings})
    return Lineage(given, service.database, service.journal).feed()


def consumed(service: Lineage, port: int, idle_s: float = 0.5, **settings: object) -> list[Receipt]:
    """Consume until nothing comes any more, and return the receipts."""
    receipts: list[Receipt] = []
    listener(service, port, **settings).run(idle_s, receipts.extend)
    return receipts


@contextmanager
def running(feed: Feed) -> Iterator[list[Receipt]]:
    """Run a consumer in a thread until the end of the block."""
    receipts: list[Receipt] = []
    thread = threading.Thread(target=feed.run, args=(None, receipts.extend))
    thread.start()
    try:
        yield receipts
    finally:
        feed.stop()
        thread.join()


def until(is_so: Callable[[], bool], timeout_s: float = 60) -> None:
    """Wait until something is so; fails after a time in which it must have become so on any machine."""
    for _ in range(int(timeout_s / 0.05)):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not become so")
