"""Where a broker listens."""

from dataclasses import dataclass
from typing import Self

from lineage.settings import BROKER

PORT = 61613
"""The port of STOMP, where none is named."""


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port of one broker."""

    host: str
    port: int = PORT

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``host``, ``host:port`` or ``tcp://host:port``; raises ValueError, also for a user within."""
        found = BROKER.fullmatch(text)
        if not found:
            raise ValueError(f"expected a broker such as host:{PORT}, not {text!r}")
        return cls(found["host"].strip("[]"), int(found["port"] or PORT))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
