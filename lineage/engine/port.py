"""Chooses the port of a server: the one that is asked for, or one that is free."""

import secrets
import socket

from lineage.errors import EngineError

LOOPBACK = "127.0.0.1"
PORTS = range(20_000, 32_000)
"""Below the ports that systems hand out to connections, which could take ours while the engine starts."""
TRIES = 100


def chosen_port(wanted: int | None, variable: str) -> int:
    """A port that nobody listens on now; EngineError when the wanted one, set by the variable, is taken."""
    if wanted is None:
        for port in secrets.SystemRandom().sample(PORTS, TRIES):
            if _refusal(port) is None:
                return port
        raise EngineError(f"No port of {LOOPBACK} from {PORTS[0]} to {PORTS[-1]} is free; set {variable}.")
    refusal = _refusal(wanted)
    if refusal is not None:
        raise EngineError(
            f"The port {wanted} of {LOOPBACK} cannot be taken ({refusal}); "
            f"set {variable} to another one, or unset it to take a free one.",
            port=wanted,
        )
    return wanted


def _refusal(port: int) -> str | None:
    """Why the port cannot be listened on; None when it can."""
    with socket.socket() as line:
        # as the servers do, so that connections that linger from the last run do not count
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((LOOPBACK, port))
        except OSError as error:
            return error.strerror
    return None
