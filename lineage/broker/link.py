"""One connection to one broker, from its beginning to its end: never mended, but replaced by another.

STOMP 1.1, as ESRF's client speaks it. Acknowledgements are cumulative (``ack: client``): one of the last message of a
queue covers all before it, so a batch costs one frame a queue. Nothing is ever refused towards the broker (NACK):
ActiveMQ would put it into its dead letters at once, others deliver it again for ever.
"""

import logging
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import stomp
from stomp.exception import StompException
from stomp.utils import Frame

from lineage.broker.address import Address
from lineage.broker.inbox import Delivery, Inbox
from lineage.errors import BrokerUnavailable
from lineage.model.clock import now

CONNECT_TIMEOUT_S = 10.0
HEARTBEAT_MS = 10_000
SILENT_S = 1.5 * HEARTBEAT_MS / 1000
"""After so long a silence the library takes a connection for lost."""

LISTENER = "z-lineage"
"""Sorts last among the listeners of a connection; the library's own keeps the heart-beats."""

log = logging.getLogger(__name__)


class Link(stomp.ConnectionListener):  # type: ignore[misc]
    """A subscription to queues of one broker, which puts what comes into the inbox."""

    def __init__(
        self, address: Address, login: tuple[str, str] | None, inbox: Inbox, ca_file: Path | None = None
    ) -> None:
        self.address = address
        self.reason = ""
        self._ca_file = ca_file
        self._inbox = inbox
        self._login = login
        self._answered = Event()
        self._ended = Event()
        self._heard_at = time.monotonic()
        self._subscriptions: dict[str, str] = {}
        self._connection = stomp.Connection11(
            [(address.host, address.port)],
            prefer_localhost=False,
            try_loopback_connect=False,
            reconnect_attempts_max=1,
            timeout=CONNECT_TIMEOUT_S,
            heartbeats=(HEARTBEAT_MS, HEARTBEAT_MS),
            auto_decode=False,
        )
        if address.is_tls:
            # certificate and host name are checked: the library's defaults
            self._connection.set_ssl([(address.host, address.port)], ca_certs=ca_file and str(ca_file))
        self._connection.set_listener(LISTENER, self)

    @property
    def is_open(self) -> bool:
        """False once the connection is lost or closed."""
        return self._answered.is_set() and not self._ended.is_set()

    def open(self, queues: Iterable[str], prefetch: int) -> None:
        """Connect and subscribe, at most `prefetch` messages a queue ahead of their acknowledgement.

        Raises BrokerUnavailable.
        """
        user, password = self._login or (None, None)
        try:
            self._connection.connect(user, password, wait=False)
            if not self._answered.wait(CONNECT_TIMEOUT_S) or self._ended.is_set():
                raise BrokerUnavailable(str(self.address), self.reason or "it does not answer")
            for number, queue in enumerate(queues, 1):
                self._subscriptions[queue] = str(number)
                self._connection.subscribe(
                    f"/queue/{queue}",
                    id=str(number),
                    ack="client",
                    headers={"activemq.prefetchSize": str(prefetch), "prefetch-count": str(prefetch)},
                )
        except (OSError, StompException) as error:
            reason = self.reason or str(error) or self._why_not() or "it cannot be reached"
            raise BrokerUnavailable(str(self.address), reason) from error
        finally:
            if not self.is_open:
                self.close()

    def acknowledge(self, last: Delivery) -> None:
        """Acknowledge a delivery and all before it of its queue; a link that is lost says nothing.

        What it could not say the broker delivers again.
        """
        try:
            self._connection.ack(last.message_id, self._subscriptions[last.queue])
        except (OSError, StompException) as error:
            self._end(f"an acknowledgement could not be sent: {error}")

    def publish(self, queue: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a message to a queue, kept by the broker over its restart; a link that is lost says nothing."""
        try:
            self._connection.send(f"/queue/{queue}", body, headers={"persistent": "true", **headers})
        except (OSError, StompException) as error:
            self._end(f"a message could not be sent: {error}")

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end of the link; return whether it has come."""
        return self._ended.wait(timeout_s)

    def close(self) -> None:
        """End the link."""
        self._end(self.reason or "it was closed here")
        try:
            self._connection.transport.disconnect_socket()
        except (OSError, StompException) as error:
            log.debug("closing the link to %s: %s", self.address, error)

    def on_connected(self, frame: Frame) -> None:  # noqa: ARG002
        """Take note that the broker has let us in."""
        self._heard_at = time.monotonic()
        self._answered.set()

    def on_heartbeat(self) -> None:
        """Take note that the broker lives."""
        self._heard_at = time.monotonic()

    def on_message(self, frame: Frame) -> None:
        """Put a message into the inbox; runs in the thread that reads the connection."""
        headers = frame.headers
        self._heard_at = time.monotonic()
        self._inbox.put(
            Delivery(
                body=frame.body or b"",
                queue=headers.get("destination", "").removeprefix("/queue/"),
                sent_at=_time(headers.get("timestamp", "")),
                message_id=headers["message-id"],
                is_redelivered=headers.get("redelivered") == "true",
                link=self,
            )
        )

    def on_error(self, frame: Frame) -> None:
        """End the link: after an ERROR frame a broker says nothing more."""
        said = frame.headers.get("message") or (frame.body or b"").decode(errors="replace")
        self._end(f"it says: {said.strip().splitlines()[0] if said.strip() else 'an error'}")
        self._answered.set()

    def on_disconnected(self) -> None:
        """End the link; another one is made from outside, never in here."""
        is_silent = time.monotonic() - self._heard_at > SILENT_S
        self._end("it was silent for too long" if is_silent else "the connection was lost")
        self._answered.set()

    def _why_not(self) -> str | None:
        """Knock once more, since the library does not tell why it could not connect; None when somebody opens."""
        try:
            with socket.create_connection((self.address.host, self.address.port), CONNECT_TIMEOUT_S) as line:
                if self.address.is_tls:
                    context = ssl.create_default_context(cafile=self._ca_file)
                    context.wrap_socket(line, server_hostname=self.address.host).close()
        except OSError as error:
            return str(error)
        return None

    def _end(self, reason: str) -> None:
        if not self._ended.is_set():
            self.reason = reason
            self._ended.set()


def _time(milliseconds: str) -> str:
    """Return the broker's time of a message as text; now where it gives none."""
    if not milliseconds.isdecimal() or len(milliseconds) > len("9999999999999"):
        return now()
    moment = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
