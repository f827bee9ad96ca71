"""The lines of a dump, as data: what each type of line may say, of what kind, and what an absent member means.

``docs/dump.md`` shows these tables; a member that is not here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

FORMAT = 1
"""Version of the form; a file of another one is refused."""

Line = dict[str, Any]
"""A line that has been checked: its members by name, ``type`` left out."""

Kind = Literal[
    "application",
    "base64",
    "boolean",
    "count",
    "edges",
    "event",
    "integer",
    "investigations",
    "kind",
    "location",
    "locations",
    "name",
    "names",
    "object",
    "parameters",
    "run",
    "state",
    "status",
    "text",
    "texts",
    "time",
    "integers",
]


KIND_WORDS: Mapping[Kind, str] = {
    "application": "object of `name`, `version`, `doi`, `url`",
    "base64": "text, base64",
    "boolean": "true or false",
    "count": "integer, not negative",
    "edges": "list of locations, or of objects of `location` and `since`",
    "event": "metadata, archive, files or schedule",
    "integer": "integer",
    "integers": "list of integers",
    "investigations": "list of objects of `name` and `instrument`",
    "kind": "unknown, raw or processed",
    "location": "absolute path or URI",
    "locations": "list of absolute paths and URIs",
    "name": "text of at most 512 bytes",
    "names": "list of texts of at most 512 bytes",
    "object": "object of texts",
    "parameters": "object of texts, numbers, true and false",
    "run": "object of `namespace` and `id`",
    "state": "expected, present or retired",
    "status": "unknown, running, completed, failed or aborted",
    "text": "text",
    "texts": "list of texts",
    "time": "ISO 8601 time with a zone",
}
"""How a kind is told to a person."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a line; `absent` says what it means that it is not there, and is empty for a required one."""

    name: str
    kind: Kind
    absent: str = ""


LAST = "the `as_of` of the dump"
LOADED = "the time of the load"
SINCE = Member("since", "count", LAST)
CHANGE = Member("change", "count", "`since`")
UNTIL = Member("until", "count")
NONE = "none"
OF_GRAPH = "left out"
"""What only a dump of a graph says; nothing takes its place."""

FACTS = (
    Member("sequence_index", "integer", "0; only asked when there is no `rank`"),
    Member("is_complete", "boolean", "true"),
    Member("comment", "text", "empty"),
    Member("file_count", "count", NONE),
    Member("volume_bytes", "count", NONE),
    Member("parameters", "parameters", NONE),
    Member("other_parameters", "object", NONE),
    Member("icat_id", "count", NONE),
    Member("rank", "text", "made of `sequence_index`, `end_time` and `digest`"),
    Member("digest", "text", "that of a message that says the same"),
    Member("said", "text", "made of the job when a run is named"),
    Member("named_at", "time", NONE),
    Member("retired_at", "time", "not retired"),
    Member("retired_reason", "text", NONE),
    *(Member(name, "text", NONE) for name in ("archive_status", "archive_level", "archive_message")),
    Member("archive_at", "time", NONE),
    Member("archive_event", "text", NONE),
    Member("files_added_at", "time", NONE),
    Member("updates", "text", NONE),
)

JOB = (
    Member("key", "text", "made of `run`; without a run `job-of:` and the one output"),
    Member("status", "status", "unknown"),
    Member("start_time", "time", "that of the output with the greatest rank"),
    Member("end_time", "time", "that of the output with the greatest rank"),
    Member("arguments", "text", "empty"),
    Member("environment", "object", "empty"),
    Member("rank", "text", "the facts are made anew when the next output of the run comes"),
)

VERSION = (
    Member("location", "location"),
    *(Member(item.name, item.kind, OF_GRAPH) for item in FACTS if item.name != "digest"),
    Member("digest", "text"),
    *(Member(name, "text", OF_GRAPH) for name in ("kind", "state", "name", "job", "application")),
    *(Member(name, "time", OF_GRAPH) for name in ("start_time", "end_time", "received_at")),
    Member("inputs", "texts", OF_GRAPH),
    Member("since", "count", OF_GRAPH),
    Member("change", "count", OF_GRAPH),
    UNTIL,
)

SHAPES: Mapping[str, tuple[Member, ...]] = {
    "dump": (
        Member("format", "count"),
        Member("as_of", "count", "1"),
        Member("changed_at", "time", LOADED),
        Member("made_at", "time", OF_GRAPH),
        Member("made_by", "text", OF_GRAPH),
    ),
    "investigation": (
        Member("name", "name"),
        Member("instrument", "name"),
        Member("sessions", "texts", NONE),
        Member("titles", "texts", NONE),
        Member("icat_ids", "integers", NONE),
        Member("schedules", "texts", NONE),
        Member("change", "count", NONE),
    ),
    "application": (Member("name", "name"), Member("version", "text", "empty"), SINCE),
    "dataset": (
        Member("location", "location"),
        Member("kind", "kind", "processed when a job has it as output, raw when none has; unknown while expected"),
        Member("state", "state", "present, or retired with `retired_at`"),
        Member("name", "name"),
        Member("investigation", "name"),
        Member("instrument", "name"),
        Member("sample", "name"),
        Member("start_time", "time"),
        Member("end_time", "time"),
        Member("techniques", "names", NONE),
        *FACTS,
        Member("received_at", "time", LOADED),
        SINCE,
        CHANGE,
    ),
    "job": (
        Member("outputs", "edges"),
        Member("inputs", "edges", NONE),
        Member("run", "run", "no run is named"),
        Member("application", "application", NONE),
        *JOB,
        SINCE,
        CHANGE,
    ),
    "publication": (
        Member("doi", "text"),
        Member("title", "text", "empty"),
        Member("state", "text", "draft"),
        Member("holds", "locations", NONE),
        Member("holds_investigations", "investigations", NONE),
        Member("members", "texts", "`holds`"),
        Member("said", "text", "nothing but title and state"),
        Member("rank", "text", "any message about it counts more"),
        SINCE,
        CHANGE,
        Member("received_at", "time", LOADED),
    ),
    "event": (
        Member("kind", "event"),
        Member("subject", "location"),
        Member("sent_at", "time"),
        Member("dataset", "location", "`subject`"),
        Member("investigations", "investigations", NONE),
        *(Member(name, "text", NONE) for name in ("name", "value", "investigation", "status", "level", "message")),
        Member("start_time", "time", NONE),
        SINCE,
        Member("received_at", "time", LOADED),
    ),
    "version": VERSION,
    "closed_dataset": (*(item for item in VERSION if item.name != "digest"), Member("digest", "text", OF_GRAPH)),
    "closed_job": (
        Member("key", "text"),
        *(Member(item.name, item.kind, OF_GRAPH) for item in JOB if item.name != "key"),
        *(Member(name, "text", OF_GRAPH) for name in ("application", "application_doi", "application_url")),
        Member("is_declared", "boolean", OF_GRAPH),
        Member("since", "count", OF_GRAPH),
        Member("change", "count", OF_GRAPH),
        UNTIL,
    ),
    **{
        kind: (
            Member("dataset", "location"),
            Member("dataset_until", "count", "the live dataset"),
            Member("job", "text"),
            Member("job_until", "count", "the live job"),
            Member("since", "count"),
            UNTIL,
        )
        for kind in ("was_input", "was_output")
    },
    "rejected": (
        Member("key", "text"),
        Member("body", "base64"),
        Member("sender", "text"),
        Member("code", "text"),
        Member("message", "text"),
        Member("facts", "object", NONE),
        Member("sent_at", "time", "`received_at`"),
        Member("received_at", "time"),
        Member("last_attempt_at", "time"),
        Member("attempts", "count"),
    ),
    "end": (
        Member("changed_to", "count", "nothing was changed while it was written"),
        *(
            Member(name, "count", "not counted")
            for name in (
                "investigations",
                "applications",
                "datasets",
                "jobs",
                "publications",
                "events",
                "versions",
                "closed_datasets",
                "closed_jobs",
                "was_inputs",
                "was_outputs",
                "rejected",
            )
        ),
    ),
}
"""The members of every type of line."""

OF_ANNOUNCED = frozenset({"name", "investigation", "instrument", "sample", "start_time", "end_time"})
"""Members of a dataset that one which is only expected does not have."""


def counted(kind: str) -> str:
    """Return the member of the last line that counts lines of a type."""
    return kind if kind == "rejected" else f"{kind}s"
