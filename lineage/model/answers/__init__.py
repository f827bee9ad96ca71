"""The nouns that answers are made of; the same for HTTP, shell and reports.

Times are ISO 8601 in UTC. A processing step is one job: dataset, job, dataset. `as_of` is the number of the last
change, which an answer is true for. Nothing is cut in silence: lists come with counts, pages with `next`.
"""

from lineage.model.answers.base import Answer, AsOf, Direction, Item, Kind, Page, State, steps_limit
from lineage.model.answers.keeping import (
    Audit,
    Dumped,
    Expected,
    Finding,
    Loaded,
    Readiness,
    Receipt,
    Rejected,
    Retirement,
    Stats,
)
from lineage.model.answers.nodes import (
    Application,
    ApplicationItem,
    ApplicationRef,
    Dataset,
    DatasetItem,
    DatasetRef,
    Job,
    JobFacts,
    JobItem,
    Parameter,
)
from lineage.model.answers.walks import Path, Trace, TraceGraph, TraceNode

__all__ = [
    "Answer",
    "AsOf",
    "Application",
    "ApplicationItem",
    "ApplicationRef",
    "Audit",
    "Dataset",
    "DatasetItem",
    "DatasetRef",
    "Direction",
    "Dumped",
    "Expected",
    "Finding",
    "Item",
    "Job",
    "JobFacts",
    "JobItem",
    "Kind",
    "Loaded",
    "Page",
    "Parameter",
    "Path",
    "Readiness",
    "Receipt",
    "Rejected",
    "Retirement",
    "State",
    "Stats",
    "Trace",
    "TraceGraph",
    "TraceNode",
    "steps_limit",
]
