"""What the journal keeps: entries as they came, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

MESSAGE = "message"
"""The body is the bytes of a message."""

RETIRE = "retire"
"""The body is a JSON object: location and reason of a retirement."""

RESTORE = "restore"
"""The body is a JSON object: the location whose retirement is taken back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that came in; times are ISO 8601 in UTC."""

    kind: str
    body: bytes
    sender: str
    sent_at: str
    received_at: str

    @property
    def key(self) -> str:
        """SHA-256 (hex) of the body; the name that a refused message has on the desk too."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an entry was refused: code, sentence and facts of the error."""

    code: str
    message: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an entry: the number of the change that it made, None for none; why it was refused."""

    change: int | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """That a batch is in a graph: which one, when, and for each entry its place and its refusal.

    The place is the number of the change that an entry made. An entry that made none has a half: 7.5 is after change 7
    and before change 8.
    """

    graph: str
    at: str
    order: Sequence[float]
    refused: Mapping[int, Refusal]


def places(changes: Sequence[int | None], change: int) -> list[float]:
    """Return the places of a batch's entries; `change` is the last number of the graph when none made a change."""
    made = [number for number in changes if number is not None]
    place = min(made) - 0.5 if made else change + 0.5
    found: list[float] = []
    for number in changes:
        if number is not None:
            place = number + 0.5
        found.append(place if number is None else number)
    return found
