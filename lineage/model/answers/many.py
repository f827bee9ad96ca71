"""Many datasets at once: each by its name, or all that they come from in one answer."""

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf, Direction
from lineage.model.answers.nodes import Dataset, DatasetRef
from lineage.model.answers.walks import TraceNode


class NamedDataset(Answer):
    """What one name stands for: a dataset, or with a DOI the datasets that it holds."""

    name: str
    dataset: Dataset | None = Field(description="null for a DOI, and for a name that nothing has")
    held: list[DatasetRef] = Field(description="what a DOI holds, by location, cut at 100")
    held_count: int


class ManyDatasets(AsOf):
    """An item for each name, in the order of the names; `missing` are those that nothing has."""

    items: list[NamedDataset]
    missing: list[str]


class ClosureNode(TraceNode):
    """A dataset or job in the closure of at least one start; `steps` is the least of its distances."""

    distances: dict[str, int] = Field(description="id of each start that it is reached from: least distance from it")


class Closures(AsOf):
    """All that several datasets were derived from, or that was derived from them, each node once."""

    starts: list[DatasetRef]
    direction: Direction
    steps_max: int | None = Field(description="the limit asked for; null means none")
    nodes: list[ClosureNode] = Field(description="nearest first")
    count: int = Field(description="nodes within the steps; more than are shown when the answer is cut")
    counts: dict[str, int] = Field(description="id of each start: nodes in its own closure within the steps")
    is_truncated: bool
