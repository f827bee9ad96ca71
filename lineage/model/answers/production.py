"""What an application produced, and all that was made from it."""

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Page
from lineage.model.answers.nodes import ApplicationRef, DatasetRef
from lineage.model.answers.relations import ReachedDataset

SINCE = "only jobs that ended (or, where no end is known, began) then or later; null means from the beginning"
UNTIL = "only jobs that ended (or, where no end is known, began) then or earlier; null means to the end"

Counts = dict[str, int]


class JobCounts(AsOf):
    """How many jobs there are of each status."""

    counts: Counts


class Product(DatasetRef):
    """A dataset that an application produced; status and times are those of the job."""

    time: str = Field(description="when the job ended, or began where no end is known; the order of the list")
    job: str = Field(description="public id of the job")
    status: str
    start_time: str
    end_time: str


class Produced(Page[Product]):
    """A page of what an application produced, in the order of time."""

    application: ApplicationRef
    since: str | None = Field(description=SINCE)
    until: str | None = Field(description=UNTIL)
    count: int = Field(description="datasets over all pages")
    remaining: int = Field(description="datasets that come after this page")
    kinds: Counts = Field(description="datasets of each kind, over all pages")
    states: Counts = Field(description="datasets in each state, over all pages")
    statuses: Counts = Field(description="datasets by the status of their jobs, over all pages")


class ImpactedInvestigation(Answer):
    """An investigation with datasets among those affected."""

    key: str = Field(description="NAME@INSTRUMENT")
    count: int = Field(description="how many of its datasets are affected")


class Impact(Page[ReachedDataset]):
    """A page of what an application produced (no steps) and all that was derived from it, nearest first."""

    application: ApplicationRef
    since: str | None = Field(description=SINCE)
    until: str | None = Field(description=UNTIL)
    as_of_end: int = Field(
        description="number of the last change when the walk ended; greater than as_of when the graph changed meanwhile"
    )
    seeds_count: int = Field(description="datasets that the application produced")
    derived_count: int = Field(description="datasets that were derived from them")
    is_truncated: bool = Field(description="there are more than are walked at once: all counts are at least so many")
    kinds: Counts = Field(description="datasets of each kind")
    states: Counts = Field(description="datasets in each state")
    investigations: list[ImpactedInvestigation] = Field(description="those with most datasets first, cut at 100")
    investigations_count: int
    remaining: int = Field(description="datasets that come after this page")
