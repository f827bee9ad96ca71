"""What a walk finds: ancestors, descendants, the graph among them, a path."""

from typing import Literal

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Direction, Kind, Page, State
from lineage.model.answers.nodes import DatasetRef


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
    reached_steps: int | None = Field(
        None,
        description="when the time limit ended the walk, the steps that were walked: counts are true for these, and "
        "`steps` of so many asks for the pages; null when nothing was left out",
    )


class Part(AsOf):
    """A part of a walk that is answered in parts, the nearest first; an empty walk is one empty part."""

    items: list[TraceNode]
    start: DatasetRef
    count: int = Field(description="nodes within the steps, over all parts")


class TraceGraph(AsOf):
    """The nodes of a walk with the edges among them, along the way of the data."""

    nodes: list[TraceNode]
    edges: list[tuple[str, str, str]] = Field(description="[type, id from, id to]")
    count: int = Field(description="nodes within the steps; more than are shown when the answer is cut")
    is_truncated: bool


class Path(AsOf):
    """The shortest way of the data between two datasets; no nodes when neither comes from the other."""

    nodes: list[TraceNode]
    steps: int | None
