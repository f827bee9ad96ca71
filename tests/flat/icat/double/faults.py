"""What goes wrong when it is told to, at a request of a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tests.flat.icat.double.store import Store


class Fault(Enum):
    """One kind of trouble."""

    EXPIRED = auto()
    """Every session is past its time."""
    DEADLOCK = auto()
    """The database refuses a write in its middle; the answer is the misnamed 412."""
    SLOW = auto()
    """The work is done, the answer comes too late."""
    HALF = auto()
    """The work is done, the answer breaks off in its middle."""
    LOST = auto()
    """The work is done, the connection ends without an answer."""
    STALE = auto()
    """The connection ends before the request is looked at."""
    RESTART = auto()
    """The server goes down in the middle of an array, and starts again for some requests."""
    STARTING = auto()
    """The container is up, the application is not: an HTML page with 404."""
    AWAY = auto()
    """The database is stopped."""


STARTING_COUNT = 2
"""Requests that are answered by the container alone after a restart."""


@dataclass
class Planned:
    """A fault, or an edit by somebody else, at requests of a method; the first `skip` of them go well."""

    on: str
    fault: Fault | None = None
    edit: Callable[[Store], None] | None = None
    skip: int = 0
    times: int = 1

    def is_due(self, method: str) -> bool:
        """Say whether it is the turn of this one, which is counted by that."""
        if method != self.on or not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True
