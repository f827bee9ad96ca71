"""Knocks at a STOMP port: connects and leaves, in the bytes of the protocol.

What is sent through the broker is for others; this room just has to know whether the door is open.
"""

import socket

CONNECT = b"CONNECT\naccept-version:1.1\nhost:localhost\n\n\0"
DISCONNECT = b"DISCONNECT\n\n\0"
CONNECTED = b"CONNECTED\n"
ANSWER_BYTES_MAX = 64 * 2**10


def answers(port: int, timeout_s: float) -> bool:
    """Whether a broker on the port lets us in; False when nobody answers, or not in STOMP."""
    heard = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as line:
            line.sendall(CONNECT)
            while b"\0" not in heard and len(heard) < ANSWER_BYTES_MAX:
                part = line.recv(4096)
                if not part:
                    return False
                heard += part
            line.sendall(DISCONNECT)
    except OSError:
        return False
    return heard.startswith(CONNECTED)
