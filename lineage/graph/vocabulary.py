"""Every property key of the store: on what it is, its type, its unit, its meaning.

Labels and edge types are in ``model.rules``; here are the keys, so that each word said to Neo4j is spelled once in
Python. ``docs/data-model.md`` is made from this list. Times are ISO 8601 texts in UTC with microseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "boolean", "bytes", "list of text", "list of integer", "text, number or boolean"]


@dataclass(frozen=True, slots=True)
class Key:
    """One property key; `unit` is empty where there is none to tell."""

    name: str
    type: Type
    meaning: str
    unit: str = ""


PARAMETER = Key(
    "parameter_*",
    "text, number or boolean",
    "a parameter that the definitions file knows, by its name there",
    "the definition's",
)

ID = Key("id", "text", "public id: UUIDv5 of the identity")
SINCE = Key("since", "integer", "number of the change that made it")
CHANGE = Key("change", "integer", "number of the last change to it")
UNTIL = Key("until", "integer", "number of the change that closed it")
START_TIME = Key("start_time", "text", "when it began", "ISO 8601 UTC")
END_TIME = Key("end_time", "text", "when it ended", "ISO 8601 UTC")
NAMED_AT = Key(
    "named_at", "text", "when it was first named, as an input or by an event, before its own message", "ISO 8601 UTC"
)

EXPECTED = (
    Key("location", "text", "normalised path or URI; the identity"),
    ID,
    Key(
        "words",
        "text",
        "what full-text search finds it by: words of name, location, sample and comment; live ones alone",
    ),
    Key("kind", "text", "unknown, raw or processed"),
    Key("state", "text", "expected, present or retired"),
    Key("icat_id", "integer", "id of the dataset in ICAT"),
    SINCE,
    CHANGE,
    NAMED_AT,
    Key("retired_at", "text", "when it was marked as gone from disk", "ISO 8601 UTC"),
    Key("retired_reason", "text", "why, in the words of who marked it"),
    Key("archive_status", "text", "archiving or restoration, by the latest event of this kind"),
    Key("archive_level", "text", "info, warning or error"),
    Key("archive_message", "text", "what the archive says"),
    Key("archive_at", "text", "when it was said", "ISO 8601 UTC"),
    Key("archive_event", "text", "key of the event that says it"),
    Key("files_added_at", "text", "when files were added last; the counts may be of before", "ISO 8601 UTC"),
    Key("updates", "text", "the latest metadata updates, and what the announcement says in their place, as JSON"),
)

DATASET = (
    *EXPECTED,
    Key("name", "text", "name in the catalogue; no identity"),
    START_TIME,
    END_TIME,
    Key("is_complete", "boolean", "the message said that the dataset is complete"),
    Key("comment", "text", "free text of the message"),
    Key("file_count", "integer", "number of files", "files"),
    Key("volume_bytes", "integer", "size of all files", "bytes"),
    PARAMETER,
    Key("other_parameters", "text", "parameters that no definition knows, as a JSON object"),
    Key("rank", "text", "place of the winning message in the total order; absent while expected"),
    Key("digest", "text", "SHA-256 of what the winning message says"),
    Key("said", "text", "what the winning message says of its job, as JSON; only where messages name the run"),
    Key("received_at", "text", "when the winning message came", "ISO 8601 UTC"),
)

JOB = (
    Key("key", "text", "run:NAMESPACE/RUN of a run that messages name, or job-of:LOCATION; the identity"),
    ID,
    Key("is_declared", "boolean", "messages name the run; false for a job known by its output"),
    Key("status", "text", "unknown, running, completed, failed or aborted"),
    START_TIME,
    END_TIME,
    Key("arguments", "text", "arguments of the run"),
    Key("environment", "text", "environment of the run, as a JSON object"),
    Key("application_doi", "text", "DOI of the application, as the message of this job gives it"),
    Key("application_url", "text", "address of the application, as the message of this job gives it"),
    Key(
        "rank", "text", "greatest rank of its outputs, whose message gives the facts; only where messages name the run"
    ),
    SINCE,
    CHANGE,
)

KEYS: Mapping[str, tuple[Key, ...]] = {
    "Dataset": DATASET,
    "Job": JOB,
    "Application": (
        Key("key", "text", "name and version, percent-encoded, joined by a slash; the identity"),
        ID,
        Key("name", "text", "name of the program"),
        Key("version", "text", "its version; empty when no message tells"),
        SINCE,
    ),
    "Investigation": (
        Key("key", "text", "NAME@INSTRUMENT; the identity"),
        Key("name", "text", "name of the proposal"),
        Key("sessions", "list of text", "sessions, sorted", "ISO 8601 intervals"),
        Key("titles", "list of text", "titles, sorted"),
        Key("icat_ids", "list of integer", "ids in ICAT, sorted"),
        Key("schedules", "list of text", "new start of sessions: ICAT id and time, the latest of each id"),
        CHANGE,
    ),
    "Instrument": (Key("name", "text", "name of the beamline; the identity"),),
    "Sample": (
        Key("key", "text", "investigation and sample, joined by a slash; the identity"),
        Key("name", "text", "name of the sample"),
    ),
    "Technique": (Key("pid", "text", "persistent id of the technique; the identity"),),
    "Publication": (
        Key("doi", "text", "the DOI, in small letters; the identity"),
        Key("title", "text", "title, may be empty"),
        Key("state", "text", "draft, registered, findable or tombstone"),
        Key("members", "list of text", "locations, as the message names them, sorted"),
        Key("investigations", "list of text", "keys of investigations, sorted"),
        Key("said", "text", "people, dates, licence and what else the message says, as JSON"),
        Key("rank", "text", "when it was said and the SHA-256 of it, joined by a bar; the greatest one counts"),
        SINCE,
        CHANGE,
        Key("received_at", "text", "when it was written", "ISO 8601 UTC"),
    ),
    "Event": (
        Key("key", "text", "when it was sent and SHA-256 of what it says, joined by a bar; the identity"),
        Key("kind", "text", "metadata, archive, files or schedule"),
        Key("subject", "text", "what the message names: a location, icat:dataset/ID or icat:investigation/ID"),
        Key("sent_at", "text", "when it was sent, by the broker's clock or else when it came", "ISO 8601 UTC"),
        Key("name", "text", "metadata: name of the parameter"),
        Key("value", "text", "metadata: its value as it was sent"),
        Key("investigation", "text", "metadata: key of the investigation that the message names"),
        Key("status", "text", "archive: archiving or restoration"),
        Key("level", "text", "archive: info, warning or error"),
        Key("message", "text", "archive: what it says, may be empty"),
        Key("start_time", "text", "schedule: the new start", "ISO 8601 UTC"),
        SINCE,
        Key("received_at", "text", "when it was written", "ISO 8601 UTC"),
    ),
    "INPUT": (
        Key("dataset", "text", "public id of the dataset; for the uniqueness of the edge"),
        Key("job", "text", "public id of the job; for the uniqueness of the edge"),
        SINCE,
    ),
    "OUTPUT": (
        Key("dataset", "text", "public id of the dataset; for the uniqueness of its producer"),
        SINCE,
    ),
    "WAS_INPUT": (SINCE, UNTIL),
    "WAS_OUTPUT": (SINCE, UNTIL),
    "ClosedDataset": (*EXPECTED, UNTIL),
    "ClosedJob": (*JOB, Key("application", "text", "key of the application that it ran"), UNTIL),
    "Version": (
        Key("key", "text", "public id of the dataset and digest of the message, joined by a slash; the identity"),
        *DATASET,
        Key("job", "text", "key of the job that produced it then"),
        Key("application", "text", "key of the application then"),
        Key("inputs", "list of text", "locations of the inputs then, sorted"),
        UNTIL,
    ),
    "Ledger": (
        Key("name", "text", "ledger; the identity"),
        Key("change", "integer", "number of the last change"),
        Key("changed_at", "text", "time of the last change", "ISO 8601 UTC"),
        Key("store", "text", "name of this very store, given once"),
        Key("lock", "text", "token of the last writer; setting it takes the write lock"),
    ),
    "Migration": (
        Key("file", "text", "name of the schema file; the identity"),
        Key("checksum", "text", "SHA-256 of its text"),
        Key("applied_at", "text", "when it was applied", "ISO 8601 UTC"),
    ),
    "Published": (
        Key("name", "text", "catalogue, facility and what is told; the identity"),
        Key("change", "integer", "number of the change up to which it was told"),
        Key("again", "list of text", "locations to look at again the next time, sorted"),
        Key("published_at", "text", "when it was told last", "ISO 8601 UTC"),
    ),
    "Rejected": (
        Key("key", "text", "SHA-256 of the body; the identity"),
        Key("body", "bytes", "the message as it came"),
        Key("size_bytes", "integer", "size of the body", "bytes"),
        Key("sender", "text", "who sent it, as the door names it"),
        Key("code", "text", "code of the error"),
        Key("message", "text", "the reason, for a person"),
        Key("facts", "text", "the reason, for a program, as a JSON object"),
        Key("sent_at", "text", "when it was sent last, by the broker's clock or else when it came", "ISO 8601 UTC"),
        Key("received_at", "text", "when it came first", "ISO 8601 UTC"),
        Key("last_attempt_at", "text", "when it was tried last", "ISO 8601 UTC"),
        Key("attempts", "integer", "how often it was tried"),
    ),
}
"""Keys by label or edge type; a label or type that is not here has none."""
