"""The graph as a whole and its upkeep: what is waited for, refused, counted, proved, retired, taken in."""

from typing import Any, Literal

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, State


class Expected(Answer):
    """A dataset that was named as an input and has not been announced."""

    id: str
    location: str
    icat_id: int | None = None
    since: int
    named_at: str
    readers_count: int
    first_reader: str | None


class Rejected(Answer):
    """A refused message; `facts` is what a program may read of the reason."""

    key: str
    code: str
    message: str
    facts: dict[str, Any]
    sender: str
    sent_at: str
    received_at: str
    last_attempt_at: str
    attempts: int
    size_bytes: int


class Stats(AsOf):
    """How much there is."""

    datasets: int
    raw: int
    processed: int
    expected: int
    retired: int
    jobs: int
    applications: int
    investigations: int
    instruments: int
    samples: int
    inputs: int
    outputs: int
    rejected: int
    versions: int
    changed_at: str | None


class Finding(Answer):
    """What the audit found for one rule."""

    rule: str
    law: str
    count: int
    examples: list[dict[str, Any]]


class Audit(AsOf):
    """What the audit found for every rule."""

    findings: list[Finding]
    is_clean: bool


class Retirement(AsOf):
    """What a retirement did, or would do, and what was derived from the dataset."""

    location: str
    state: State
    used_count: int
    used_by: list[str]
    is_done: bool


class Receipt(Answer):
    """What became of one message that was sent in."""

    status: Literal["created", "replaced", "superseded", "unchanged", "rejected"]
    location: str | None = None
    id: str | None = None
    change: int | None = None
    key: str = Field(description="SHA-256 of the message; the name of a rejected message")
    code: str | None = None
    message: str | None = None
    facts: dict[str, Any] | None = None


class Readiness(Answer):
    """Whether the service can do its work, and if not, why."""

    is_ready: bool
    checks: dict[str, str]


class Loaded(AsOf):
    """What a load brought in: lines by their type, edges between datasets and jobs, seconds of each stage.

    `expected` are inputs that no line announces; `proved_before` are rules that the load itself has proved, and that
    the audit after it leaves out.
    """

    datasets: int
    expected: int
    jobs: int
    edges: int
    versions: int
    rejected: int
    seconds: dict[str, float]
    audit: Audit
    proved_before: list[str]


class Dumped(AsOf):
    """What a dump holds, by types of lines; `changed_to` is another number than `as_of` when writers were not held."""

    counts: dict[str, int]
    changed_to: int
