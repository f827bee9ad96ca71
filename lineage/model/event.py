"""An event: a fact at a time about something in the graph, after its format has been read.

Events have no rank of their own. The time when they were sent orders them, and what they say where two were sent at
once, so that what is live depends on the set of events and not on their arrival.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal

EventKind = Literal["metadata", "archive", "files", "schedule"]

SAMPLE = "Sample_name"
"""The parameter that names the sample of a dataset: an update of it moves the dataset to another sample."""

INVESTIGATION_PREFIX = "icat:investigation/"


@dataclass(frozen=True)
class Event:
    """What one message says happened to one thing.

    `subject` is the thing as the message names it: a location, ``icat:dataset/ID``, or ``icat:investigation/ID``.
    `facts` are texts: ``name``, ``value`` and ``investigation`` of a metadata update, ``status``, ``level`` and
    ``message`` of an archive status, ``start_time`` of a new schedule. `typed_value` is the value of an update in the
    type of its definition; None where it is kept as a text. `sent_at` is empty until the message's sender is known.
    """

    kind: EventKind
    subject: str
    facts: Mapping[str, str]
    typed_value: str | int | float | bool | None = None
    sent_at: str = ""

    def sent(self, at: str) -> "Event":
        """Return the event as it was sent at a time, ISO 8601 in UTC with microseconds."""
        return replace(self, sent_at=at)

    @cached_property
    def key(self) -> str:
        """Identity, and the place in the order of events: when it was sent, and the SHA-256 of what it says."""
        return event_key(self.kind, self.subject, self.facts, self.sent_at)


def event_key(kind: str, subject: str, facts: Mapping[str, str], sent_at: str) -> str:
    """Return the identity of an event; the greater of two keys is the later event."""
    said = json.dumps([kind, subject, dict(facts)], sort_keys=True)
    return f"{sent_at}|{sha256(said.encode()).hexdigest()}"


def of_investigation(icat_id: int) -> str:
    """Return the subject of an event about the investigation of an ICAT id."""
    return f"{INVESTIGATION_PREFIX}{icat_id}"


def investigation_id_of(subject: str) -> int:
    """Return the ICAT id in what `of_investigation` made."""
    return int(subject.removeprefix(INVESTIGATION_PREFIX))
