"""What several datasets have in common, where one goes back to and ends, and what differs between two."""

from typing import Literal

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Direction, Page
from lineage.model.answers.nodes import DatasetRef, JobFacts
from lineage.model.answers.walks import TraceNode

Aspect = Literal["missing", "application", "version", "status", "arguments", "parameters", "inputs"]


class CommonNode(TraceNode):
    """A dataset or job that several datasets have in common; `steps` is the greatest of its distances."""

    distances: dict[str, int] = Field(description="id of each start: least distance from it in processing steps")


class Common(Page[CommonNode]):
    """A page of what all starts have in common, nearest first."""

    starts: list[DatasetRef]
    direction: Direction
    steps_max: int | None = Field(description="the limit asked for; null means none")
    count: int = Field(description="nodes in common within the steps, over all pages")
    remaining: int = Field(description="nodes that come after this page")


class ReachedDataset(DatasetRef):
    """A dataset at the end of a walk; `steps` is its least distance from the start in processing steps."""

    steps: int


class Ends(Page[ReachedDataset]):
    """A page of the datasets where a walk ends, nearest first."""

    start: DatasetRef
    count: int = Field(description="datasets over all pages")
    remaining: int = Field(description="datasets that come after this page")


class Side(Answer):
    """One of two datasets that are compared, with the job that made it."""

    dataset: DatasetRef
    job: JobFacts | None = Field(description="null when nothing produced the dataset")


class ParameterDifference(Answer):
    """A parameter that two datasets do not share; null on the side that has none."""

    name: str
    left: str | int | float | bool | None
    right: str | int | float | bool | None
    units: str | None = None


class InputsDifference(Answer):
    """What two jobs read; the lists are cut at 100, the counts are not."""

    shared: list[DatasetRef] = Field(description="read by both")
    shared_count: int
    paired_count: int = Field(description="pairs of different datasets that stand for one another, compared further up")
    only_left: list[DatasetRef] = Field(description="read by the left job, with no counterpart on the right")
    only_left_count: int
    only_right: list[DatasetRef] = Field(description="read by the right job, with no counterpart on the left")
    only_right_count: int


class Divergence(Answer):
    """Two datasets that stand for one another and were not made in the same way."""

    steps: int = Field(description="processing steps up from the two datasets asked for; 0 is themselves")
    left: Side
    right: Side
    what: list[Aspect] = Field(description="what differs; missing: only one of them was produced by a job")
    parameters: list[ParameterDifference] = Field(description="those that differ, cut at 100")
    parameters_count: int
    inputs: InputsDifference | None = Field(description="null when one of the two has no job, or both have the same")


class Differences(AsOf):
    """What differs between the lineages of two datasets, going up from both."""

    left: DatasetRef
    right: DatasetRef
    steps_max: int | None = Field(description="the limit asked for; null means none")
    is_same: bool | None = Field(
        description="nothing differs; null when nothing was found to differ and something was left out"
    )
    first_divergence: Divergence | None
    further: list[Divergence] = Field(description="the ones after the first, nearest first, cut at 100")
    further_count: int
    compared_count: int = Field(description="pairs of datasets that were compared")
    left_out_count: int = Field(
        description="pairs, and inputs, that were not compared because there are more than are compared at once"
    )
