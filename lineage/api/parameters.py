"""What routes take: the service, names in the path, and the questions that a query string can ask.

A query string with a word that its route does not know is refused: a filter spelled wrong must not list everything.
"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from lineage.api.metrics import Metrics
from lineage.model import answers
from lineage.model.flat import FormatName
from lineage.model.location import LOCATION_CHARS_MAX
from lineage.model.message import JobStatus
from lineage.model.search.parser import CHARS_MAX
from lineage.service import Lineage
from lineage.service.relations import STARTS_MAX, STARTS_MIN

ROOT = "/api/v1"
STEPS_MAX = answers.steps_limit(None)
NODES_MAX = 10_000
"""Nodes of a walk in one answer; each page walks it again, so its pages may be larger than those of lists."""


async def service_of(request: Request) -> Lineage:
    """Return the service of the app; async, because a plain function would cost a thread for nothing."""
    service: Lineage = request.app.state.service
    return service


async def metrics_of(request: Request) -> Metrics:
    """Return the metrics of the app."""
    metrics: Metrics = request.app.state.metrics
    return metrics


Service = Annotated[Lineage, Depends(service_of)]
Counters = Annotated[Metrics, Depends(metrics_of)]

Id = Annotated[UUID, Path(description="public id: UUIDv5 of the location or key in the URL name space")]
Key = Annotated[
    str,
    Path(
        pattern="^[0-9a-f]{8,64}$",
        description="SHA-256 of the message, or the beginning of it while that fits only one",
    ),
]
Steps = Annotated[int | None, Field(ge=1, le=STEPS_MAX, description="processing steps at most; absent means all")]
Application = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=LOCATION_CHARS_MAX,
        description="only this application: its id, its key, or name and version with a blank between",
    ),
]
Moment = Annotated[
    str | None,
    Field(
        max_length=100,
        description="day (all of it, UTC) or time in ISO 8601; by the end of jobs; the bound is included",
    ),
]
Location = Annotated[str, Field(min_length=1, max_length=LOCATION_CHARS_MAX)]


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _PageQuestion(_Question):
    cursor: str | None = Field(None, description="`next` of the page before; absent asks for the first page")
    limit: int = Field(100, ge=1, le=1000, description="items at most")


class _Page(_PageQuestion):
    """A page of all."""


class _WalkPage(_PageQuestion):
    limit: int = Field(100, ge=1, le=NODES_MAX, description="items at most")


class _Datasets(_PageQuestion):
    prefix: str = Field("", max_length=LOCATION_CHARS_MAX, description="only locations that start with it")
    kind: answers.Kind | None = Field(None, description="only this kind")
    state: answers.State | None = Field(None, description="only this state")


class _Jobs(_PageQuestion):
    application: Application = None
    status: JobStatus | None = Field(None, description="only this status")


class _JobCounts(_Question):
    application: Application = None


class _Applications(_PageQuestion):
    name: str | None = Field(None, description="only the versions of this application")


class _Rejected(_PageQuestion):
    code: str | None = Field(None, description="only this reason")


class _ByLocation(_Question):
    location: Location = Field(description="absolute path or URI, as messages spell it")


class _Path(_Question):
    from_name: Location = Field(alias="from", description="id or location of a dataset")
    to_name: Location = Field(alias="to", description="id or location of another")


class _Common(_WalkPage):
    dataset: list[Location] = Field(
        min_length=STARTS_MIN, max_length=STARTS_MAX, description="id or location of a dataset; 2 to 20 times"
    )
    direction: answers.Direction = Field("ancestors", description="which way to walk")
    steps: Steps = None


class _Differences(_Question):
    left: Location = Field(description="id or location of a dataset")
    right: Location = Field(description="id or location of another")
    steps: Steps = None


class _Impact(_WalkPage):
    since: Moment = None
    until: Moment = None


class _Produced(_Impact):
    status: JobStatus | None = Field(None, description="only what jobs of this status produced")


class _Walk(_WalkPage):
    steps: Steps = None


class _Graph(_Question):
    direction: answers.Direction = Field("ancestors", description="which way to walk")
    steps: Steps = None
    limit: int = Field(100, ge=1, le=NODES_MAX, description="nodes at most, the nearest first")


class _Export(_Question):
    direction: answers.Direction = Field("ancestors", description="which way to walk")
    steps: Steps = None
    limit: int = Field(1000, ge=1, le=NODES_MAX, description="datasets and jobs at most, the nearest first")


class _Provenance(_Export):
    dataset: list[Location] = Field(
        min_length=1, max_length=STARTS_MAX, description="id or location of a dataset; 1 to 20 times"
    )


class _Report(_Question):
    name: Location = Field(description="DOI, or id or location of a dataset, or investigation as NAME@INSTRUMENT")
    limit: int = Field(NODES_MAX, ge=1, le=NODES_MAX, description="datasets, and nodes of each walk, at most")


class _Around(_Question):
    up: int = Field(1, ge=0, le=STEPS_MAX, description="processing steps against the way of the data")
    down: int = Field(1, ge=0, le=STEPS_MAX, description="processing steps along the way of the data")
    max_nodes: int = Field(300, ge=1, le=2000, description="nodes and groups at most, the nearest first")
    group: Literal["auto", "none"] = Field("auto", description="auto puts more than 5 like siblings into a group")
    open: list[str] = Field(
        [], max_length=100, description="ids of groups to take apart, or of members to take out of theirs"
    )


class _Search(_PageQuestion):
    q: str = Field("", max_length=CHARS_MAX, description="the expression; an empty one takes all datasets")
    facets: bool = Field(False, description="tell how what is found is distributed")


class _Flat(_Question):
    format: FormatName | None = Field(None, description="form of the file; absent means as `Accept` says, or csv")
    investigation: str | None = Field(
        None,
        min_length=1,
        max_length=LOCATION_CHARS_MAX,
        description="only datasets of this investigation: its name at all instruments, or name@instrument",
    )
    since: int | None = Field(
        None, ge=0, le=2**63 - 1, description="only rows that may differ from what they were at this change"
    )
    q: str | None = Field(
        None, max_length=CHARS_MAX, description="only datasets that this expression fits; beside none of the others"
    )


class _Retirement(_Question):
    reason: str = Field(min_length=1, max_length=1000, description="why it is gone; kept with the mark")
    retire_used: bool = Field(False, description="retire it although datasets were derived from it")
    dry_run: bool = Field(False, description="change nothing, show what was derived from it")


PageQuestion = Annotated[_Page, Query()]
DatasetsQuestion = Annotated[_Datasets, Query()]
JobsQuestion = Annotated[_Jobs, Query()]
JobCountsQuestion = Annotated[_JobCounts, Query()]
ApplicationsQuestion = Annotated[_Applications, Query()]
RejectedQuestion = Annotated[_Rejected, Query()]
LocationQuestion = Annotated[_ByLocation, Query()]
PathQuestion = Annotated[_Path, Query()]
CommonQuestion = Annotated[_Common, Query()]
DifferencesQuestion = Annotated[_Differences, Query()]
ProducedQuestion = Annotated[_Produced, Query()]
ImpactQuestion = Annotated[_Impact, Query()]
WalkPageQuestion = Annotated[_WalkPage, Query()]
WalkQuestion = Annotated[_Walk, Query()]
AroundQuestion = Annotated[_Around, Query()]
SearchQuestion = Annotated[_Search, Query()]
ExportQuestion = Annotated[_Export, Query()]
ProvenanceQuestion = Annotated[_Provenance, Query()]
ReportQuestion = Annotated[_Report, Query()]
FlatQuestion = Annotated[_Flat, Query()]
GraphQuestion = Annotated[_Graph, Query()]
RetirementQuestion = Annotated[_Retirement, Query()]
