"""What the flat view is made from: one dataset with its catalogue side, its producer, and how far its lineage goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

FormatName = Literal["csv", "jsonl", "parquet"]
"""Forms of a file of rows."""


@dataclass(frozen=True, slots=True)
class Related:
    """Datasets that stand in one relation to another, the nearest first, then by location.

    `count` counts all; the lists are cut at one length. `ids` (of ICAT) and `names` lack the datasets that have none.
    """

    ids: Sequence[int] = ()
    names: Sequence[str] = ()
    locations: Sequence[str] = ()
    count: int = 0


NONE = Related()


@dataclass(frozen=True, slots=True)
class FlatFacts:
    """One dataset; `dataset` and `job` are properties as the graph has them, `job` None where nothing produced it.

    `roots` are ancestors that nothing produced, `root_steps` the processing steps to the nearest one and None without
    any, `depth` those to the farthest ancestor.
    """

    dataset: Mapping[str, Any]
    investigation: str | None = None
    instrument: str | None = None
    sample: str | None = None
    techniques: Sequence[str] = ()
    job: Mapping[str, Any] | None = None
    program: str | None = None
    version: str | None = None
    inputs: Related = field(default=NONE)
    outputs: Related = field(default=NONE)
    ancestors: Related = field(default=NONE)
    descendants: Related = field(default=NONE)
    roots: Related = field(default=NONE)
    root_steps: int | None = None
    depth: int = 0
