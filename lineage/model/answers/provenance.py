"""Provenance: a walk with all that is known of each dataset and job on it, as reports need it."""

from typing import Literal

from pydantic import Field

from lineage.model.answers.base import AsOf, Direction
from lineage.model.answers.nodes import DatasetRef, JobFacts, Parameter

Format = Literal[
    "prov-json", "prov-n", "prov-xml", "prov-jsonld", "crate", "openlineage", "datacite-json", "datacite-xml"
]
"""The forms that provenance leaves in."""


class ProvenanceDataset(DatasetRef):
    """A dataset with what its announcement says; all of it is null or empty while it is only expected."""

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


class ProvenanceJob(JobFacts):
    """A job with the identifiers that it gives to its application."""

    application_doi: str = ""
    application_url: str = ""


class Provenance(AsOf):
    """What some datasets were derived from, or what was derived from them; each list has one order."""

    starts: list[DatasetRef]
    direction: Direction
    steps_max: int | None = Field(description="the limit asked for; null means none")
    datasets: list[ProvenanceDataset] = Field(description="by location; the starts are among them")
    jobs: list[ProvenanceJob] = Field(description="by key")
    edges: list[tuple[str, str, str]] = Field(description="[type, id from, id to], sorted")
    count: int = Field(description="datasets and jobs within the steps; more than are shown when the answer is cut")
    is_truncated: bool
