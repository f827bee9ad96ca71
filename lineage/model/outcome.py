"""What became of one message."""

from dataclasses import dataclass
from typing import Literal

from lineage.errors import MessageError

Status = Literal["created", "replaced", "superseded", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a message.

    ``created``: the dataset or session is new, or was expected. ``replaced``: it took the place of an earlier
    announcement. ``superseded``: an announcement with a greater rank is there already; kept as history.
    ``unchanged``: it says what is known. ``rejected``: refused, kept with its reason, in `error`.
    An event is ``created`` where it is the latest of its kind, ``superseded`` where a later one is known; an ICAT id
    where the dataset had none.

    `change` is the number of the change that it made; None when it made none.
    """

    status: Status
    location: str | None = None
    change: int | None = None
    error: MessageError | None = None
