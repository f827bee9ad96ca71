"""A connection to a broker in the bytes of STOMP 1.1: what a test sees is what the broker said, and nothing else."""

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

TIMEOUT_S = 60


@dataclass(frozen=True)
class Frame:
    """What the broker said."""

    command: str
    headers: dict[str, str]
    body: bytes


class StompLine:
    """One connection; a word of ours is only over when the broker has given its receipt."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_S)
        self._stream = self._socket.makefile("rb")
        self._waiting: list[Frame] = []
        self._say("CONNECT", {"accept-version": "1.1", "host": "localhost"})
        assert self.heard().command == "CONNECTED"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave without a word, as a process does that is killed."""
        self._stream.close()
        self._socket.close()

    def send(self, queue: str, body: bytes) -> None:
        """Send a message that is to be kept on disk."""
        length = str(len(body))
        self.ask("SEND", {"destination": f"/queue/{queue}", "persistent": "true", "content-length": length}, body)

    def send_all(self, queue: str, bodies: Iterable[bytes]) -> None:
        """Send messages that are to be kept on disk, and wait for the receipt of the last one only."""
        headers = {"destination": f"/queue/{queue}", "persistent": "true"}
        for body in bodies:
            self._say("SEND", {**headers, "content-length": str(len(body))}, body)
        # the broker takes one word of a connection after the other
        self.ask("BEGIN", {"transaction": "last"})

    def subscribe(self, queue: str, **more: str) -> None:
        """Have messages of a queue sent, each of them ours until it is acknowledged."""
        self.ask("SUBSCRIBE", {"id": queue, "destination": f"/queue/{queue}", "ack": "client-individual", **more})

    def received(self) -> Frame:
        """Return the next message."""
        frame = self._waiting.pop(0) if self._waiting else self.heard()
        assert frame.command == "MESSAGE", frame
        return frame

    def answer(self, word: str, message: Frame) -> None:
        """Say ACK or NACK to a message."""
        self.ask(word, {name: message.headers[name] for name in ("message-id", "subscription")})

    def ask(self, command: str, headers: dict[str, str], body: bytes = b"") -> None:
        """Say a word and wait for its receipt."""
        self._say(command, {**headers, "receipt": command}, body)
        while (frame := self.heard()).command == "MESSAGE":
            self._waiting.append(frame)
        assert (frame.command, frame.headers.get("receipt-id")) == ("RECEIPT", command), frame

    def heard(self) -> Frame:
        """Return what the broker says next."""
        command = self._line()
        while not command:
            command = self._line()
        headers = dict(reversed([header.split(":", 1) for header in self._headers()]))
        length = headers.get("content-length")
        body = self._stream.read(int(length)) if length else b""
        while (sign := self._stream.read(1)) != b"\0":
            assert sign
            body += sign
        return Frame(command, headers, body)

    def _say(self, command: str, headers: dict[str, str], body: bytes = b"") -> None:
        head = "".join(f"{name}:{value}\n" for name, value in headers.items())
        self._socket.sendall(f"{command}\n{head}\n".encode() + body + b"\0")

    def _headers(self) -> Iterator[str]:
        while header := self._line():
            yield header

    def _line(self) -> str:
        line = self._stream.readline()
        assert line, "the broker has hung up"
        return line.decode().rstrip("\n")


def bodies_in(port: int, queue: str) -> list[bytes]:
    """Return what waits in a queue, and leave it there."""
    bodies = []
    with StompLine(port) as line:
        line.subscribe(queue, browser="true")
        while "browser" not in (message := line.received()).headers:
            bodies.append(message.body)
    return bodies


def send(port: int, queue: str, bodies: Iterable[bytes]) -> None:
    """Send messages to a queue; the broker has them all on return."""
    with StompLine(port) as line:
        line.send_all(queue, bodies)


def take(port: int, queue: str) -> list[Frame]:
    """Take everything that waits in a queue."""
    count = len(bodies_in(port, queue))
    with StompLine(port) as line:
        line.subscribe(queue)
        frames = [line.received() for _ in range(count)]
        for frame in frames:
            line.answer("ACK", frame)
    return frames
