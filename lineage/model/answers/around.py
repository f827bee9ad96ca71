"""What lies around a dataset: nodes, groups of like siblings, edges, and where more is hidden."""

from typing import Literal

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Kind
from lineage.model.answers.walks import TraceNode

Way = Literal["root", "up", "down"]


class Neighbour(TraceNode):
    """A dataset or a job around another dataset; a dataset carries the application that produced it."""

    side: Way = Field(description="up: the data came from it; down: the data went to it")


class Group(Answer):
    """Like siblings in one: the same kind, by the same application in the same version, joined to the same nodes."""

    id: str = Field(description="the same while the members' edges towards the root are the same")
    node: Literal["dataset", "job"]
    side: Way
    steps: int
    kind: Kind | None = None
    application: str | None = None
    version: str | None = None
    count: int
    states: dict[str, int] = Field(description="how many members are in which state, of jobs in which status")
    members: list[Neighbour] = Field(description="the first ones, by location or key; count tells of the rest")


class Edge(Answer):
    """An edge along the way of the data; at a group, all edges to its members."""

    type: Literal["INPUT", "OUTPUT"]
    source: str
    target: str
    count: int


class Hidden(Answer):
    """Neighbours of a node or group that are not shown: where the graph goes on."""

    node: str = Field(description="id of the node or group")
    side: Literal["up", "down"]
    hidden: int


class Neighbourhood(AsOf):
    """The graph around a dataset. A cut is told: `is_truncated`, `reason`, and `frontier` where it was made."""

    root: str
    up: int = Field(description="the steps asked for, against the way of the data")
    down: int = Field(description="the steps asked for, along the way of the data")
    nodes: list[Neighbour]
    groups: list[Group]
    edges: list[Edge]
    frontier: list[Hidden]
    up_count: int = Field(description="nodes within the steps, shown or not")
    down_count: int = Field(description="nodes within the steps, shown or not")
    is_truncated: bool = Field(description="true when nodes within the steps are left out; members of groups are not")
    reason: str | None = Field(None, description="why it is truncated")
