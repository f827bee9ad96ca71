"""Knocks at a Bolt port: greets, logs on and leaves, in the bytes of the protocol.

Only ``graph`` speaks to Neo4j; this room just has to know whether the door opens with the password it keeps.
"""

import socket
import struct
from typing import Literal

PREAMBLE = bytes.fromhex("6060b017")
BOLT_5_4 = bytes.fromhex("00000405") + bytes(12)
HELLO, LOGON, GOODBYE, SUCCESS = 0x01, 0x6A, 0x02, 0x70
AGENT = "lineage-engine/1"
SECURITY_ERROR = b"Neo.ClientError.Security."

Answer = Literal["open", "silent", "refused"]


def knock(port: int, user: str, password: str, timeout_s: float) -> Answer:
    """Whether the server on the port lets the user in; ``silent`` when nobody answers, or not in Bolt."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as line:
            line.sendall(PREAMBLE + BOLT_5_4)
            if _exactly(line, 4) != BOLT_5_4[:4]:
                return "silent"
            _say(line, HELLO, {"user_agent": AGENT, "bolt_agent": {"product": AGENT}})
            _say(line, LOGON, {"scheme": "basic", "principal": user, "credentials": password})
            answers = [_heard(line)]
            if answers[0][1] == SUCCESS:
                answers.append(_heard(line))
            _say(line, GOODBYE)
    except (OSError, EOFError):
        return "silent"
    if all(answer[1] == SUCCESS for answer in answers):
        return "open"
    return "refused" if SECURITY_ERROR in answers[-1] else "silent"


Words = dict[str, "str | Words"]


def _say(line: socket.socket, signature: int, *fields: Words) -> None:
    message = bytes([0xB0 | len(fields), signature]) + b"".join(_packed(field) for field in fields)
    line.sendall(struct.pack(">H", len(message)) + message + b"\0\0")


def _packed(value: "str | Words") -> bytes:
    if isinstance(value, str):
        text = value.encode()
        return b"\xd1" + struct.pack(">H", len(text)) + text
    return bytes([0xA0 | len(value)]) + b"".join(_packed(word) for pair in value.items() for word in pair)


def _heard(line: socket.socket) -> bytes:
    """One message: its chunks, up to the empty one."""
    message = b""
    while True:
        (size,) = struct.unpack(">H", _exactly(line, 2))
        if size == 0 and message:
            return message
        message += _exactly(line, size)


def _exactly(line: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = line.recv(count - len(received))
        if not part:
            raise EOFError
        received += part
    return received
