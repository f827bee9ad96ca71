"""The nouns that answers are made of; the same for HTTP, shell and reports.

Times are ISO 8601 in UTC. A processing step is one job: dataset, job, dataset. `as_of` is the number of the last
change, which an answer is true for. Nothing is cut in silence: lists come with counts, pages with `next`.
"""

from lineage.model.answers.around import Edge, Group, Hidden, Neighbour, Neighbourhood
from lineage.model.answers.base import Answer, AsOf, Direction, Item, Kind, Page, State, steps_limit
from lineage.model.answers.keeping import Audit, Expected, Finding, Readiness, Receipt, Rejected, Retirement, Stats
from lineage.model.answers.many import ClosureNode, Closures, ManyDatasets, NamedDataset
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
from lineage.model.answers.production import Impact, ImpactedInvestigation, JobCounts, Produced, Product
from lineage.model.answers.relations import (
    Aspect,
    Common,
    CommonNode,
    Differences,
    Divergence,
    Ends,
    InputsDifference,
    ParameterDifference,
    ReachedDataset,
    Side,
)
from lineage.model.answers.walks import Part, Path, Trace, TraceGraph, TraceNode

__all__ = [
    "Answer",
    "Application",
    "ApplicationItem",
    "ApplicationRef",
    "AsOf",
    "Aspect",
    "Audit",
    "ClosureNode",
    "Closures",
    "Common",
    "CommonNode",
    "Dataset",
    "DatasetItem",
    "DatasetRef",
    "Differences",
    "Direction",
    "Divergence",
    "Edge",
    "Ends",
    "Expected",
    "Finding",
    "Group",
    "Hidden",
    "Impact",
    "ImpactedInvestigation",
    "InputsDifference",
    "Item",
    "Job",
    "JobCounts",
    "JobFacts",
    "JobItem",
    "Kind",
    "ManyDatasets",
    "NamedDataset",
    "Neighbour",
    "Neighbourhood",
    "Page",
    "Parameter",
    "ParameterDifference",
    "Part",
    "Path",
    "Produced",
    "Product",
    "ReachedDataset",
    "Readiness",
    "Receipt",
    "Rejected",
    "Retirement",
    "Side",
    "State",
    "Stats",
    "Trace",
    "TraceGraph",
    "TraceNode",
    "steps_limit",
]
