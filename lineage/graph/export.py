"""The whole graph as the lines of a dump, read as a stream."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lineage.graph.database import Answer, Transaction
from lineage.graph.rows import PARAMETER_PREFIX, Row

DERIVED = frozenset({"id", "words"})
"""Properties that a load makes anew."""


def change(transaction: Transaction) -> Answer:
    """Return number and time of the last change: change, changed_at."""
    return transaction.run("read/change")


def node_count(transaction: Transaction) -> int:
    """Return how many nodes there are; more than there will be lines."""
    return int(transaction.run("read/node_count")["nodes"])


def lines(transaction: Transaction) -> Iterator[tuple[str, Row]]:
    """Yield the type and the members of every line; None stands for a member that is left out."""
    for kind, (query, line) in LINES.items():
        for record in transaction.stream(query):
            yield kind, line(record)


def _as_it_is(record: Answer) -> Row:
    return record


def _investigation(record: Answer) -> Row:
    return {**_but(record["properties"], "key"), "instrument": record["instrument"]}


def _dataset(record: Answer) -> Row:
    found = _properties(record["properties"])
    investigation, instrument = record["investigation"] or (None, None)
    found |= {"investigation": investigation, "instrument": instrument, "sample": record["sample"]}
    found["techniques"] = record["techniques"] or None
    if found["state"] == "present":
        del found["state"]
    for name, absent in (("is_complete", True), ("comment", ""), ("change", found["since"])):
        if found.get(name) == absent:
            del found[name]
    return found


def _job(record: Answer) -> Row:
    found = _but(record["properties"], "application_doi", "application_url", "is_declared")
    if not record["properties"]["is_declared"]:
        del found["key"]
    if record["application"]:
        name, version = record["application"]
        doi, url = (record["properties"].get(f"application_{name}") or None for name in ("doi", "url"))
        found["application"] = {
            k: v for k, v in {"name": name, "version": version, "doi": doi, "url": url}.items() if v
        }
    found["environment"] = json.loads(found["environment"]) or None
    found["arguments"] = found["arguments"] or None
    since = found["since"]
    if found["change"] == since:
        del found["change"]
    for name in ("inputs", "outputs"):
        found[name] = [at if made == since else {"location": at, "since": made} for at, made in record[name]]
    return found


def _version(record: Answer) -> Row:
    return _but(_properties(record["properties"]), "key")


def _closed_dataset(record: Answer) -> Row:
    return _properties(record["properties"])


def _closed_job(record: Answer) -> Row:
    found = _but(record["properties"])
    if "environment" in found:
        found["environment"] = json.loads(found["environment"])
    return found


def _rejected(record: Answer) -> Row:
    found = _but(record["properties"], "size_bytes")
    return {**found, "body": b64encode(found["body"]).decode(), "facts": json.loads(found["facts"])}


def _event(record: Answer) -> Row:
    found = {**_but(record["properties"], "key"), "dataset": record["dataset"]}
    if found["dataset"] == found["subject"]:
        del found["dataset"]
    names = [{"name": name, "instrument": instrument} for name, instrument in record["investigations"]]
    return {**found, "investigations": names or None}


def _publication(record: Answer) -> Row:
    names = [{"name": name, "instrument": instrument} for name, instrument in record["investigations"]]
    found = _but(record["properties"], "investigations")
    return {**found, "holds": record["holds"] or None, "holds_investigations": names or None}


def _properties(properties: Mapping[str, Any]) -> Row:
    """Gather typed parameters in one member, and read the others."""
    found: Row = {}
    parameters: Row = {}
    for key, value in properties.items():
        if key.startswith(PARAMETER_PREFIX):
            parameters[key.removeprefix(PARAMETER_PREFIX)] = value
        elif key not in DERIVED:
            found[key] = value
    if parameters:
        found["parameters"] = parameters
    if "other_parameters" in found:
        found["other_parameters"] = json.loads(found["other_parameters"])
    return found


def _but(properties: Mapping[str, Any], *names: str) -> Row:
    return {key: value for key, value in properties.items() if key not in DERIVED and key not in names}


LINES: Mapping[str, tuple[str, Callable[[Answer], Row]]] = {
    "application": ("read/dump_applications", _as_it_is),
    "investigation": ("read/dump_investigations", _investigation),
    "dataset": ("read/dump_datasets", _dataset),
    "job": ("read/dump_jobs", _job),
    "publication": ("read/dump_publications", _publication),
    "event": ("read/dump_events", _event),
    "version": ("read/dump_versions", _version),
    "closed_dataset": ("read/dump_closed_datasets", _closed_dataset),
    "closed_job": ("read/dump_closed_jobs", _closed_job),
    "was_input": ("read/dump_was_inputs", _as_it_is),
    "was_output": ("read/dump_was_outputs", _as_it_is),
    "rejected": ("read/dump_rejected", _rejected),
}
"""The query and the line of every type, in the order of the dump."""
