"""The nouns that answers are made of; the same for HTTP, shell and reports.

Times are ISO 8601 in UTC. A processing step is one job: dataset, job, dataset. `change` is the number of the last
change, which an answer is true for. Nothing is cut in silence: lists come with counts, pages with `next`.
"""

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["unknown", "raw", "processed"]
State = Literal["expected", "present", "retired"]
Direction = Literal["ancestors", "descendants"]
Item = TypeVar("Item")


class Answer(BaseModel):
    """Base: frozen, and nothing unknown gets in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Answer, Generic[Item]):
    """One page of a list; `next` asks for the following one and is null on the last."""

    items: list[Item]
    next: str | None = Field(None, description="cursor of the next page; null when this is the last")


class DatasetRef(Answer):
    """A dataset in a list; name is null while it is only expected."""

    id: str
    location: str
    name: str | None = None
    kind: Kind
    state: State


class DatasetItem(DatasetRef):
    """A dataset in a listing of datasets."""

    start_time: str | None = None
    end_time: str | None = None
    change: int


class Parameter(Answer):
    """One parameter; units come from the facility's definitions, and only known parameters are typed."""

    name: str
    value: str | int | float | bool
    units: str | None = None


class ApplicationRef(Answer):
    """A program in one version."""

    id: str
    key: str
    name: str
    version: str


class Application(ApplicationRef):
    """A program in one version, with what its jobs say of it."""

    since: int
    jobs_count: int
    dois: list[str]
    urls: list[str]


class ApplicationItem(ApplicationRef):
    """A program in one version in a listing."""

    jobs_count: int


class JobFacts(Answer):
    """One run of an application."""

    id: str
    key: str
    status: str
    is_declared: bool = Field(description="true when messages named the run; false for a job known by its output")
    start_time: str
    end_time: str
    arguments: str
    environment: dict[str, str]
    application: ApplicationRef | None


class Job(JobFacts):
    """A job with what it read and wrote; lists are cut at 100, the counts are not."""

    inputs: list[DatasetRef]
    inputs_count: int
    outputs: list[DatasetRef]
    outputs_count: int
    change: int


class JobItem(Answer):
    """A job in a listing."""

    id: str
    key: str
    status: str
    application: str | None
    version: str | None
    start_time: str
    end_time: str
    change: int


class Dataset(DatasetRef):
    """One dataset with its producer and its neighbours; lists are cut at 100, the counts are not."""

    icat_id: int | None = None
    investigation: str | None = None
    instrument: str | None = None
    sample: str | None = None
    techniques: list[str] = []
    start_time: str | None = None
    end_time: str | None = None
    is_complete: bool | None = None
    comment: str | None = None
    file_count: int | None = None
    volume_bytes: int | None = None
    parameters: list[Parameter] = []
    job: JobFacts | None = None
    inputs: list[DatasetRef]
    inputs_count: int
    outputs: list[DatasetRef]
    outputs_count: int
    named_at: str | None = Field(None, description="when it was first named as an input before it was announced")
    received_at: str | None = None
    retired_at: str | None = None
    retired_reason: str | None = None
    since: int
    change: int


class TraceNode(Answer):
    """A dataset or a job on a walk; `steps` is its least distance from the start in processing steps."""

    node: Literal["dataset", "job"]
    id: str
    steps: int
    location: str | None = None
    name: str | None = None
    kind: Kind | None = None
    state: State | None = None
    key: str | None = None
    status: str | None = None
    application: str | None = None
    version: str | None = None


class Trace(Page[TraceNode]):
    """A page of ancestors or descendants, nearest first."""

    start: DatasetRef
    direction: Direction
    steps_max: int | None = Field(description="the limit asked for; null means none")
    count: int = Field(description="nodes within the steps, over all pages")
    remaining: int = Field(description="nodes that come after this page")
    change: int


class TraceGraph(Answer):
    """The nodes of a walk with the edges among them, along the way of the data."""

    nodes: list[TraceNode]
    edges: list[tuple[str, str, str]] = Field(description="[type, id from, id to]")
    count: int = Field(description="nodes within the steps; more than are shown when the answer is cut")
    is_truncated: bool
    change: int


class Path(Answer):
    """The shortest way of the data between two datasets; no nodes when neither comes from the other."""

    nodes: list[TraceNode]
    steps: int | None
    change: int


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
    received_at: str
    last_attempt_at: str
    attempts: int
    size_bytes: int


class Stats(Answer):
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
    change: int
    changed_at: str | None


class Finding(Answer):
    """What the audit found for one rule."""

    rule: str
    law: str
    count: int
    examples: list[dict[str, Any]]


class Audit(Answer):
    """What the audit found for every rule."""

    findings: list[Finding]
    is_clean: bool
    change: int


class Retirement(Answer):
    """What a retirement did, or would do, and what was derived from the dataset."""

    location: str
    state: State
    used_count: int
    used_by: list[str]
    is_done: bool
    change: int


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


def steps_limit(steps: int | None) -> int:
    """Return the steps to walk; None is as far as there is."""
    return 500_000 if steps is None else steps
