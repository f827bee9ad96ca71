"""Links to all brokers at once, each held up by a thread of its own.

A sender with several brokers puts a message into any of them, so all are listened to; one that is away is tried again.
"""

import logging
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Event, Thread

from lineage.broker.address import Address
from lineage.broker.inbox import Inbox
from lineage.broker.link import Link
from lineage.errors import BrokerUnavailable

FIRST_PAUSE_S = 0.5
PAUSE_MAX_S = 30.0

log = logging.getLogger(__name__)


class Brokers:
    """Keeps one link to each address open until it is closed; a context."""

    def __init__(
        self,
        addresses: Iterable[Address],
        queues: Sequence[str],
        inbox: Inbox,
        *,
        login: tuple[str, str] | None,
        prefetch: int,
        ca_file: Path | None = None,
    ) -> None:
        self.inbox = inbox
        self.states: dict[str, str] = {str(address): "not connected yet" for address in addresses}
        self._queues = queues
        self._login = login
        self._prefetch = prefetch
        self._ca_file = ca_file
        self._is_over = Event()
        self._threads = [
            Thread(target=self._hold, args=(Address.parse(name),), name=f"broker-{name}", daemon=True)
            for name in self.states
        ]

    def __enter__(self) -> "Brokers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self.inbox.close()
        for thread in self._threads:
            thread.join()

    @property
    def are_connected(self) -> bool:
        """True when every broker is connected."""
        return all(state == "connected" for state in self.states.values())

    def _hold(self, address: Address) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._is_over.is_set():
            link = Link(address, self._login, self.inbox, self._ca_file)
            try:
                link.open(self._queues, self._prefetch)
                self.states[str(address)] = "connected"
                log.info("broker %s: connected", address)
                pause_s = FIRST_PAUSE_S
                while not self._is_over.is_set() and not link.wait(0.2):
                    pass
                reason = link.reason
            except BrokerUnavailable as error:
                reason = str(error.facts["reason"])
            finally:
                link.close()
            if self._is_over.is_set():
                return
            if self.states[str(address)] != reason:
                log.warning("broker %s: %s; trying again", address, reason)
            self.states[str(address)] = reason
            self._is_over.wait(pause_s * random.uniform(0.8, 1.2))  # noqa: S311 - so that consumers do not come at once
            pause_s = min(2 * pause_s, PAUSE_MAX_S)
