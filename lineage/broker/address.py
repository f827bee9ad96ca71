"""Where a broker listens."""

from dataclasses import dataclass
from typing import Self

from lineage.settings import BROKER

PORT = 61613
"""The port of STOMP, where none is named."""

TLS_PORT = 61614
"""The port of STOMP within TLS, where none is named."""


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port of one broker, and whether it is spoken to within TLS."""

    host: str
    port: int = PORT
    is_tls: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``host``, ``host:port``, ``tcp://host:port`` or ``ssl://host:port``.

        Raises ValueError, also for a user within.
        """
        found = BROKER.fullmatch(text)
        if not found:
            raise ValueError(f"expected a broker such as host:{PORT}, not {text!r}")
        is_tls = found["scheme"] == "ssl"
        return cls(found["host"].strip("[]"), int(found["port"] or (TLS_PORT if is_tls else PORT)), is_tls)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'ssl://' if self.is_tls else ''}{host}:{self.port}"
