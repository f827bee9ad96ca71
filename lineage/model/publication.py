"""A publication: a DOI and what it holds, after its format has been read.

As with events, the time when a message was sent orders what messages say of one DOI, and what they say where two were
sent at once; the latest counts, whichever comes first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, get_args

PublicationState = Literal["draft", "registered", "findable", "tombstone"]
STATES = get_args(PublicationState)


@dataclass(frozen=True)
class PublicationMessage:
    """What one message says about one DOI.

    `members` are normalised locations, ``icat:dataset/ID`` among them; `investigations` are pairs of name and
    instrument; both are sorted, each once. `facts` are JSON values by the names of the JSON form.
    """

    doi: str
    members: tuple[str, ...]
    investigations: tuple[tuple[str, str], ...]
    facts: Mapping[str, Any]
    sent_at: str = ""

    def sent(self, at: str) -> "PublicationMessage":
        """Return the message as it was sent at a time, ISO 8601 in UTC with microseconds."""
        return replace(self, sent_at=at)

    @cached_property
    def said(self) -> str:
        """The facts as JSON, in one spelling."""
        return json.dumps(self.facts, sort_keys=True, ensure_ascii=False)

    @cached_property
    def rank(self) -> str:
        """Place in the order of messages about one DOI: when it was sent, and the SHA-256 of what it says."""
        said = json.dumps([self.doi, self.members, self.investigations, self.said])
        return f"{self.sent_at}|{sha256(said.encode()).hexdigest()}"
