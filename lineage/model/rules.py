"""The rule table of the graph, as data: what may be linked to what, and how often.

The schema, the write path and the audit enforce these rows; ``docs/data-model.md`` shows them. A rule is changed
here, and only here.
"""

from dataclasses import dataclass
from typing import Literal

Many = Literal["one", "many"]


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of node: its label, the property that identifies it, and what it is."""

    label: str
    identity: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A kind of edge between two kinds of nodes.

    `out_of_source` and `into_target` say how many such edges may leave one source and enter one target.
    """

    type: str
    source: str
    target: str
    out_of_source: Many
    into_target: Many
    meaning: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A law of the live graph: its name (also of its audit query), what it says, and who enforces it."""

    name: str
    law: str
    enforced_by: str


NODES = (
    Node("Dataset", "location", "one folder, raw or processed: expected, present or retired"),
    Node("Job", "key", "one run of an application"),
    Node("Application", "key", "a program in one version"),
    Node("Investigation", "key", "a proposal at an instrument, with its sessions"),
    Node("Instrument", "name", "a beamline"),
    Node("Sample", "key", "a sample within an investigation"),
    Node("Technique", "pid", "an experimental technique"),
    Node("Publication", "doi", "a DOI and what it holds"),
    Node("Event", "key", "a fact at a time about a dataset or an investigation"),
)

EDGES = (
    Edge("INPUT", "Dataset", "Job", "many", "many", "the job read the dataset"),
    Edge("OUTPUT", "Job", "Dataset", "many", "one", "the job wrote the dataset"),
    Edge("RAN", "Job", "Application", "one", "many", "the job is a run of the application"),
    Edge("PART_OF", "Dataset", "Investigation", "one", "many", "the dataset was taken in the investigation"),
    Edge("OF_SAMPLE", "Dataset", "Sample", "one", "many", "the dataset is of the sample"),
    Edge("ON", "Investigation", "Instrument", "one", "many", "the investigation took place on the instrument"),
    Edge("USES_TECHNIQUE", "Dataset", "Technique", "many", "many", "the dataset was taken with the technique"),
    Edge("HOLDS", "Publication", "Dataset", "many", "many", "the publication contains the dataset"),
    Edge("HOLDS", "Publication", "Investigation", "many", "many", "the publication contains all of the investigation"),
    Edge("ABOUT", "Event", "Dataset", "many", "many", "the event happened to the dataset, and to it alone"),
    Edge("ABOUT", "Event", "Investigation", "many", "many", "the event happened to a session of the investigation"),
)

RULES = (
    Rule("identity", "one node per location, job key, application key, event and DOI", "uniqueness constraints"),
    Rule(
        "one_producer",
        "at most one OUTPUT edge enters a dataset",
        "relationship uniqueness constraint on OUTPUT(dataset), write path",
    ),
    Rule(
        "input_once",
        "at most one INPUT edge joins a dataset and a job",
        "relationship uniqueness constraint on INPUT(dataset, job)",
    ),
    Rule("edge_kinds", "only the edges of the table, between the right kinds", "write path, from the table"),
    Rule("edge_counts", "no node has more edges of a kind than the table allows", "write path, from the table"),
    Rule(
        "acyclic",
        "no dataset is its own ancestor, over any number of jobs",
        "check within the write, under the lock",
    ),
    Rule("processed_has_producer", "a present processed dataset has a producer", "write path"),
    Rule("raw_has_no_producer", "a raw dataset has no producer", "write path"),
    Rule("job_has_output", "a job has at least one output", "write path"),
    Rule(
        "expected_is_named", "an expected dataset is an input or a member of something, or has an event", "write path"
    ),
    Rule("event_subject", "an event is about the one dataset, or the investigations, that it names", "write path"),
    Rule("event_latest", "datasets and investigations tell what the latest events about them say", "write path"),
    Rule("publication_holds", "a publication holds the datasets and investigations that it names", "write path"),
    Rule("state", "state, kind and identity of every dataset are known words and agree", "write path"),
    Rule("change_numbers", "no change number is beyond the ledger's", "the ledger's lock"),
)

HISTORY_LABELS = ("ClosedDataset", "ClosedJob", "Version")
HISTORY_EDGES = ("WAS_INPUT", "WAS_OUTPUT", "VERSION_OF")
SERVICE_LABELS = ("Ledger", "Migration", "Published", "Rejected")
