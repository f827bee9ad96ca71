"""Datasets, jobs and applications: whole, in a listing, and as a reference."""

from typing import Literal

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Kind, State


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


class Event(Answer):
    """A fact at a time about a dataset; what an event of its kind does not say is null."""

    kind: Literal["metadata", "archive", "files"]
    sent_at: str = Field(description="when it was sent, by the broker's clock or else when it came; orders events")
    name: str | None = Field(None, description="metadata: the parameter that gets a value")
    value: str | None = Field(None, description="metadata: the value as it was sent")
    investigation: str | None = Field(None, description="metadata: the investigation that the message names")
    status: str | None = Field(None, description="archive: archiving or restoration")
    level: str | None = Field(None, description="archive: info, warning or error")
    message: str | None = Field(None, description="archive: what it says")


class ApplicationRef(Answer):
    """A program in one version."""

    id: str
    key: str
    name: str
    version: str


class Application(ApplicationRef, AsOf):
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


class Job(JobFacts, AsOf):
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


class Dataset(DatasetRef, AsOf):
    """One dataset with its producer, its neighbours and its events; lists are cut at 100, the counts are not."""

    icat_id: int | None = None
    investigation: str | None = None
    instrument: str | None = None
    sample: str | None = None
    techniques: list[str] = Field(default_factory=list)
    start_time: str | None = None
    end_time: str | None = None
    is_complete: bool | None = None
    comment: str | None = None
    file_count: int | None = None
    volume_bytes: int | None = None
    parameters: list[Parameter] = Field(default_factory=list)
    job: JobFacts | None = None
    inputs: list[DatasetRef]
    inputs_count: int
    outputs: list[DatasetRef]
    outputs_count: int
    named_at: str | None = Field(None, description="when it was first named as an input before it was announced")
    received_at: str | None = None
    retired_at: str | None = None
    retired_reason: str | None = None
    archive_status: str | None = Field(None, description="archiving or restoration, by the latest event that tells")
    archive_level: str | None = None
    archive_message: str | None = None
    archive_at: str | None = None
    files_added_at: str | None = Field(
        None, description="when files were added last; file_count and volume_bytes may be those of before"
    )
    events: list[Event] = Field(default_factory=list, description="the latest first")
    events_count: int = 0
    since: int
    change: int
