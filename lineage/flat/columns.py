"""The columns of the flat view, each described once: `FlatRow` is made of them, and so are files, ICAT and the page.

A column has the name under which readers of ICAT know the parameter today; where there is none, one of ours, which
begins with ``lineage_``. Lists are text in the form that those readers split: ICAT ids and names by a blank, paths of
inputs by a comma, as ESRF's client joins them, and paths of outputs by a blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated, Any, Literal, get_args, get_type_hints

Type = Literal["text", "integer", "boolean"]
Value = str | int | bool | None

LIST_ENTRIES_MAX = 500
"""Entries of one list at most; ids of seven digits are as many in 4,000 characters."""

TEXT_CHARS_MAX = 4000
"""Characters of a text at most: what a string parameter of ICAT holds."""

_TYPES: Mapping[type, Type] = {str: "text", int: "integer", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a column where it stands.

    `source` tells where the value is from. `separator` parts the entries of a list. `is_ours` is False for what the
    sender of the dataset, or ICAT itself, has put into ICAT already: it is not written there.
    """

    name: str
    meaning: str
    source: str
    unit: str = ""
    separator: str = ""
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `field` is its name in `FlatRow`."""

    field: str
    type: Type
    is_nullable: bool
    about: About


SENT = "what the message of the dataset says"
PRODUCER = "the job that has it as output"
UP = "the walk against the way of the data"
DOWN = "the walk along the way of the data"
UTC = "ISO 8601 UTC"
STEPS = "processing steps"
COUNT = "datasets"


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One dataset with all that is known of it, in one row; None is what does not apply, and an empty list."""

    location: Annotated[str, About("location", "normalised path or URI", "the identity", is_ours=False)]
    id: Annotated[str, About("lineage_id", "public id: UUIDv5 of the location", "the identity")]
    icat_id: Annotated[
        int | None,
        About("datasetId", "id of the dataset in ICAT; none while ICAT does not know it", SENT, is_ours=False),
    ]
    name: Annotated[str | None, About("datasetName", "name in the catalogue", SENT, is_ours=False)]
    kind: Annotated[str, About("lineage_kind", "unknown, raw or processed", "whether it names inputs or a run")]
    state: Annotated[
        str,
        About(
            "lineage_state",
            "expected, present or retired; gone when nothing names it any more, and its row is to be taken away",
            "messages, and marks by hand",
        ),
    ]
    retired_at: Annotated[
        str | None, About("lineage_retired_at", "when it was marked as gone from disk", "marks by hand", UTC)
    ]
    retired_reason: Annotated[str | None, About("lineage_retired_reason", "why, in a person's words", "marks by hand")]
    investigation: Annotated[str | None, About("proposal", "name of the investigation", SENT, is_ours=False)]
    instrument: Annotated[
        str | None, About("beamlineID", "name of the instrument of the investigation", SENT, is_ours=False)
    ]
    sample: Annotated[str | None, About("Sample_name", "name of the sample", SENT, is_ours=False)]
    techniques: Annotated[
        str | None, About("technique_pid", "ids of the techniques", SENT, separator=" ", is_ours=False)
    ]
    start_time: Annotated[str | None, About("startDate", "when it began", SENT, UTC, is_ours=False)]
    end_time: Annotated[str | None, About("endDate", "when it ended", SENT, UTC, is_ours=False)]
    file_count: Annotated[int | None, About("__fileCount", "number of files", SENT, "files", is_ours=False)]
    volume_bytes: Annotated[int | None, About("__volume", "size of all files", SENT, "bytes", is_ours=False)]
    job: Annotated[str | None, About("lineage_job", "public id of the job that made it", PRODUCER)]
    program: Annotated[str | None, About("Process_program", "program that made it", PRODUCER)]
    version: Annotated[str | None, About("Process_version", "version of the program", PRODUCER)]
    arguments: Annotated[str | None, About("lineage_job_arguments", "arguments of the run", PRODUCER)]
    status: Annotated[
        str | None, About("lineage_job_status", "unknown, running, completed, failed or aborted", PRODUCER)
    ]
    job_start_time: Annotated[str | None, About("lineage_job_start", "when the job began", PRODUCER, UTC)]
    job_end_time: Annotated[str | None, About("lineage_job_end", "when the job ended", PRODUCER, UTC)]
    inputs_count: Annotated[int, About("lineage_input_count", "direct inputs", UP, COUNT)]
    input_ids: Annotated[str | None, About("input_datasetIds", "direct inputs: ICAT ids", UP, separator=" ")]
    input_locations: Annotated[str | None, About("input_datasets", "direct inputs: locations", UP, separator=",")]
    input_names: Annotated[str | None, About("lineage_input_names", "direct inputs: names", UP, separator=" ")]
    outputs_count: Annotated[int, About("lineage_output_count", "direct outputs", DOWN, COUNT)]
    output_ids: Annotated[str | None, About("output_datasetIds", "direct outputs: ICAT ids", DOWN, separator=" ")]
    output_locations: Annotated[str | None, About("output_datasets", "direct outputs: locations", DOWN, separator=" ")]
    output_names: Annotated[str | None, About("output_datasetNames", "direct outputs: names", DOWN, separator=" ")]
    ancestors_count: Annotated[int, About("lineage_ancestor_count", "all it was derived from", UP, COUNT)]
    ancestor_ids: Annotated[
        str | None,
        About("__full_input_datasetIds", "all it was derived from, the nearest first: ICAT ids", UP, separator=" "),
    ]
    ancestor_names: Annotated[
        str | None,
        About("__full_input_datasetNames", "all it was derived from, the nearest first: names", UP, separator=" "),
    ]
    descendants_count: Annotated[int, About("lineage_descendant_count", "all derived from it", DOWN, COUNT)]
    descendant_ids: Annotated[
        str | None,
        About("__full_output_datasetIds", "all derived from it, the nearest first: ICAT ids", DOWN, separator=" "),
    ]
    descendant_names: Annotated[
        str | None,
        About("__full_output_datasetNames", "all derived from it, the nearest first: names", DOWN, separator=" "),
    ]
    roots_count: Annotated[int, About("lineage_root_count", "ancestors that nothing produced", UP, COUNT)]
    root_ids: Annotated[
        str | None,
        About("lineage_root_datasetIds", "ancestors that nothing produced: ICAT ids", UP, separator=" "),
    ]
    root_locations: Annotated[
        str | None, About("lineage_root_datasets", "ancestors that nothing produced: locations", UP, separator=",")
    ]
    root_steps: Annotated[
        int | None, About("lineage_root_distance", "to the nearest ancestor that nothing produced", UP, STEPS)
    ]
    depth: Annotated[int, About("lineage_depth", "to the farthest ancestor, each by its shortest way", UP, STEPS)]
    is_whole: Annotated[bool, About("lineage_is_whole", "every list is whole", "the lists and their counts")]
    cut: Annotated[
        str | None,
        About("lineage_cut", "names of the columns that do not hold all", "the lists and their counts", separator=" "),
    ]
    url: Annotated[
        str | None, About("lineage_url", "where the service tells all of it", "LINEAGE_PUBLIC_URL and the public id")
    ]


def _column(field: str, hint: Any) -> Column:
    kinds, about = get_args(hint)
    options = get_args(kinds) or (kinds,)
    return Column(field, _TYPES[options[0]], len(options) > 1, about)


COLUMNS = tuple(_column(field, hint) for field, hint in get_type_hints(FlatRow, include_extras=True).items())
NAMES = tuple(column.about.name for column in COLUMNS)

values: "attrgetter[tuple[Value, ...]]" = attrgetter(*(column.field for column in COLUMNS))
"""Returns the values of a row in the order of the columns."""
