"""A message, after its format has been read: a few frozen facts, spelled in one way.

Formats build these; the graph writes them. Two messages that say the same have the same `digest`, whatever
their format, the order of their parameters or their name space.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import quote

from lineage.errors import SelfInput
from lineage.model.event import Event
from lineage.model.publication import PublicationMessage

Value = str | int | float | bool
"""A typed parameter value; dates are ISO 8601 texts in UTC."""

JobStatus = Literal["unknown", "running", "completed", "failed", "aborted"]

RANK_BASE = 10**12
"""Added to the sequence index so that negative ones sort as text too."""


@dataclass(frozen=True, slots=True)
class Application:
    """A program in one version; name and version together identify it."""

    name: str
    version: str = ""
    doi: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """Identity: name and version, percent-encoded, joined by one slash."""
        return f"{quote(self.name, safe=' ')}/{quote(self.version, safe=' ')}"


@dataclass(frozen=True, slots=True)
class Run:
    """The run that a message says it belongs to."""

    namespace: str
    run_id: str

    @property
    def key(self) -> str:
        """Identity of the job. The name space is part of it: equal run ids of two places never merge."""
        return f"run:{quote(self.namespace, safe='@')}/{quote(self.run_id, safe='')}"


@dataclass(frozen=True)
class DatasetMessage:
    """What one message says about one dataset and about the job that made it.

    Times are ISO 8601 in UTC with microseconds. `inputs` are normalised locations, sorted, each once; an input
    that only an ICAT id names has the location ``icat:dataset/ID``.
    """

    location: str
    name: str
    investigation: str
    instrument: str
    sample: str
    start_time: str
    end_time: str
    inputs: tuple[str, ...] = ()
    run: Run | None = None
    application: Application | None = None
    status: JobStatus = "unknown"
    arguments: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Value] = field(default_factory=dict)
    other_parameters: Mapping[str, str] = field(default_factory=dict)
    techniques: tuple[str, ...] = ()
    icat_id: int | None = None
    sequence_index: int = 0
    is_complete: bool = True
    comment: str = ""
    file_count: int | None = None
    volume_bytes: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no database is needed to refuse."""
        if self.location in self.inputs:
            raise SelfInput(self.location)

    @property
    def is_processed(self) -> bool:
        """A message that names inputs, or the run that made the dataset, announces processed data."""
        return bool(self.inputs) or self.run is not None

    @property
    def job_key(self) -> str | None:
        """Identity of the producing job; None for raw data. A job nobody named belongs to its dataset alone."""
        if not self.is_processed:
            return None
        return self.run.key if self.run else f"job-of:{self.location}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what the message says."""
        return digest_of({name: getattr(self, name) for name in FACTS})

    @cached_property
    def rank(self) -> str:
        """Total order of the messages for one location: the greatest is the one that counts.

        Sequence index, then end time, then digest; nothing in it depends on arrival.
        """
        return f"{RANK_BASE + self.sequence_index:013d}|{self.end_time}|{self.digest}"

    def updated(self, **facts: Any) -> "DatasetMessage":
        """Return the message with other facts, as updates make of it; its rank and digest stay what it said itself."""
        found = replace(self, **facts)
        vars(found).update(rank=self.rank, digest=self.digest)
        return found


@dataclass(frozen=True)
class InvestigationMessage:
    """That an investigation has a session on an instrument from a time on."""

    investigation: str
    instrument: str
    start_time: str
    end_time: str = ""
    title: str = ""
    icat_id: int | None = None


@dataclass(frozen=True)
class IdentityMessage:
    """That ICAT has a dataset of the graph under an id."""

    location: str
    icat_id: int


Message = DatasetMessage | InvestigationMessage | IdentityMessage | Event | PublicationMessage

FACTS = tuple(item.name for item in fields(DatasetMessage))


def digest_of(said: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) of what a message says, by the names of `FACTS`; run and application may be lists."""
    return sha256(_FORM.encode(said).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Run | Application):
        return [getattr(value, item.name) for item in fields(value)]
    raise TypeError(f"no plain form for {type(value).__name__}")


_FORM = json.JSONEncoder(sort_keys=True, default=_plain)


def investigation_key(investigation: str, instrument: str) -> str:
    """Return the identity of an investigation: its name at its instrument."""
    return f"{investigation}@{instrument}"


def sample_key(investigation: str, instrument: str, sample: str) -> str:
    """Return the identity of a sample: its name within its investigation."""
    return f"{investigation_key(investigation, instrument)}/{sample}"
