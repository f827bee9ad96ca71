"""What one line means for the graph: its properties, with what an absent member means filled in.

What other lines decide (kind, rank and digest of a dataset, times of a job) is left to ``joining``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from lineage.dump import Line
from lineage.errors import InvalidField, MissingField
from lineage.graph import rows
from lineage.graph.rows import Row, is_long
from lineage.ingest import Context
from lineage.loading.values import spelled, typed
from lineage.model import location
from lineage.model.doi import doi_of
from lineage.model.event import event_key
from lineage.model.message import FACTS, RANK_BASE, Application, Run, digest_of, investigation_key
from lineage.model.words import indexed

public_id = lru_cache(20_000)(location.public_id)
"""What is read comes near to what it was read from, so that most ids have just been made."""

RANK = re.compile(r"\d{13}\|[^|]*\|[0-9a-f]{64}")
DIGEST = re.compile(r"[0-9a-f]{64}")
RUN_KEY = re.compile(r"run:[^/]*/[^/]+")
OF_EXPECTED = frozenset(
    {
        *("location", "kind", "state", "icat_id", "since", "change", "named_at", "retired_at", "retired_reason"),
        *("archive_status", "archive_level", "archive_message", "archive_at", "archive_event", "files_added_at"),
        "updates",
        "id",
    }
)
OF_JOB = ("status", "arguments", "environment")
OF_DATASET = tuple(name for name in FACTS if name not in {*OF_JOB, "inputs", "run", "application"})
OF_EVENT = ("name", "value", "investigation", "status", "level", "message", "start_time")
OF_APPLICATION = ("name", "version", "doi", "url")
DEFAULTS = {"techniques": (), "icat_id": None, "sequence_index": 0, "file_count": None, "volume_bytes": None}
SORTED = json.JSONEncoder(sort_keys=True)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all lines: the number of the last change, and the time of the load."""

    as_of: int
    at: str


def dataset_properties(line: Line, context: Context, terms: Terms) -> Row:
    """Return the properties of a dataset, beside them investigation, instrument, sample and techniques.

    `parameters` and `other_parameters` are still mappings.
    """
    row = {**line, "id": public_id(line["location"]), "since": line.get("since", terms.as_of)}
    row.setdefault("change", row["since"])
    if row["since"] < 1:
        raise InvalidField("since", row["since"], "a number from 1 on")
    if row.get("state") == "retired" or "retired_at" in row:
        row.setdefault("retired_at", terms.at)
        row["state"] = "retired"
    if row.get("state") == "expected" or row.get("kind") == "unknown":
        return _expected(row, terms)
    row.setdefault("state", "present")
    for name in ("investigation", "instrument"):
        row[name] = row[name].lower()
    if row["end_time"] < row["start_time"]:
        raise InvalidField("end_time", row["end_time"], f"a time not before start_time, {row['start_time']}")
    if row.get("icat_id") == 0:
        raise InvalidField("icat_id", 0, "an ICAT id, a positive integer")
    for name, pattern in (("rank", RANK), ("digest", DIGEST)):
        if name in row and not pattern.fullmatch(row[name]):
            raise InvalidField(name, row[name], f"a {name} as a dump has it")
    if abs(row.get("sequence_index", 0)) > RANK_BASE:
        raise InvalidField("sequence_index", row["sequence_index"], f"an integer from -{RANK_BASE} to {RANK_BASE}")
    known, others = typed(row.get("parameters", {}), context)
    row["parameters"] = known
    row["other_parameters"] = others | {key: spelled(value) for key, value in row.get("other_parameters", {}).items()}
    row.setdefault("is_complete", True)
    row.setdefault("comment", "")
    row.setdefault("received_at", terms.at)
    return row


def _expected(row: Row, terms: Terms) -> Row:
    if more := row.keys() - OF_EXPECTED:
        name = sorted(more)[0]
        raise InvalidField(name, row[name], "no such member of a dataset that is only expected")
    if row.get("kind", "unknown") != "unknown":
        raise InvalidField("kind", row["kind"], "unknown for a dataset that is only expected")
    row.setdefault("named_at", terms.at)
    row.setdefault("state", "expected")
    return {**row, "kind": "unknown", "words": indexed(row["location"])}


def key_of_run(line: Line, outputs: Mapping[str, Any], inputs: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the key of a job, and whether messages name its run.

    Raises InvalidField or MissingField where they do not fit inputs and outputs.
    """
    if not outputs:
        raise MissingField("outputs", within="job")
    named = line.get("run")
    given = line.get("key")
    if named:
        run_key = Run(named.get("namespace", ""), named["id"]).key
        if given not in {None, run_key}:
            raise InvalidField("key", given, f"{run_key!r}, the key of the run")
        return run_key, True
    if given is not None and RUN_KEY.fullmatch(given):
        return given, True
    own = f"job-of:{next(iter(outputs))}"
    if len(outputs) > 1 or given not in {None, own}:
        raise InvalidField("key", given, f"{own!r} for a job of one output, or else a run or the key of one")
    if not inputs:
        raise MissingField("inputs", within="job that no run names")
    return own, False


def job_properties(line: Line, key: str, since: int, *, is_declared: bool) -> Row:
    """Return the properties of a job; its times may be missing still."""
    if since < 1:
        raise InvalidField("since", since, "a number from 1 on")
    application = line.get("application", {})
    row: Row = {
        "key": key,
        "id": public_id(key),
        "is_declared": is_declared,
        "status": line.get("status", "unknown"),
        "arguments": line.get("arguments", ""),
        "environment": json.dumps(
            {name: spelled(value) for name, value in line.get("environment", {}).items()}, sort_keys=True
        ),
        "application_doi": application.get("doi", ""),
        "application_url": application.get("url", ""),
        "since": since,
        "change": line.get("change", since),
    }
    for name in ("start_time", "end_time", "rank"):
        if name in line:
            row[name] = line[name]
    return row


def closed_properties(line: Line, context: Context) -> Row:
    """Return the properties of what is not live any more, as they are said; `parameters` is still a mapping."""
    row = {**line, "id": public_id(line["location"])}
    row["parameters"], others = typed(row.get("parameters", {}), context)
    if "other_parameters" in row or others:
        row["other_parameters"] = json.dumps(others | row.get("other_parameters", {}), sort_keys=True)
    return row


def event_properties(line: Line, terms: Terms) -> Row:
    """Return the properties of an event; its key follows from what it says."""
    facts = {name: line[name] for name in OF_EVENT if name in line}
    key = event_key(line["kind"], line["subject"], facts, line["sent_at"])
    said = {name: line[name] for name in ("kind", "subject", "sent_at")}
    times = {"since": line.get("since", terms.as_of), "received_at": line.get("received_at", terms.at)}
    return {"key": key, **said, **facts, **times}


def publication_properties(line: Line, terms: Terms) -> Row:
    """Return the properties of a publication; what the line does not say was said of nothing but what it holds."""
    doi = doi_of(line["doi"])
    if doi is None:
        raise InvalidField("doi", line["doi"], "a DOI")
    row = {name: value for name, value in line.items() if name not in {"holds", "holds_investigations"}}
    keys = [investigation_key(*names) for names in line.get("holds_investigations", ())]
    defaults = {
        "title": "",
        "state": "draft",
        "members": sorted(line.get("holds", ())),
        "investigations": sorted(keys),
        "said": "{}",
        "rank": "",
        "since": terms.as_of,
        "received_at": terms.at,
    }
    row = {**defaults, **row, "doi": doi}
    return {"change": row["since"], **row}


def announced(row: Row, facts: Sequence[Any] | None) -> None:
    """Add rank, digest, words and what was said of the job to the properties of a dataset, and spell its parameters.

    `facts` are the job's properties, inputs, application and whether a run was named; None for raw data.
    """
    if "digest" not in row or "rank" not in row:
        row.setdefault("digest", digest_of(_said(row, facts)))
        row.setdefault("rank", f"{RANK_BASE + row.get('sequence_index', 0):013d}|{row['end_time']}|{row['digest']}")
    if facts and facts[3] and "said" not in row:
        row["said"] = _said_of_job(row, facts).to_text()
    parameters, others = row["parameters"], row["other_parameters"]
    if any(is_long(value) for value in parameters.values()):
        others |= {name: value for name, value in parameters.items() if is_long(value)}
        row["parameters"] = {name: value for name, value in parameters.items() if name not in others}
    row["other_parameters"] = SORTED.encode(others)
    row["words"] = indexed(row["name"], row["location"], row["sample"], row["comment"])


def _said(row: Row, facts: Sequence[Any] | None) -> dict[str, object]:
    """Return what a message would have said of this dataset."""
    job, inputs, application, is_declared = facts or ({}, (), None, False)
    run = run_of(job["key"]) if is_declared else None
    environment = job.get("environment", "{}")
    return {
        **DEFAULTS,
        **{name: row[name] for name in OF_DATASET if name in row},
        "inputs": inputs,
        "run": [run.namespace, run.run_id] if run else None,
        "application": [application.get(name, "") for name in OF_APPLICATION] if application else None,
        "status": job.get("status", "unknown"),
        "arguments": job.get("arguments", ""),
        "environment": {} if environment == "{}" else json.loads(environment),
    }


def _said_of_job(row: Row, facts: Sequence[Any]) -> rows.Said:
    job, inputs, application, _ = facts
    application_row = None
    if application:
        noun = Application(application["name"], application.get("version", ""))
        application_row = rows.application_row(noun)
    properties = {name: job.get(name, row.get(name)) for name in rows.SAID_OF_JOB}
    return rows.Said(row["rank"], tuple(inputs), properties, application_row)


def run_of(key: str) -> Run:
    """Return the run of a key that `Run.key` made."""
    namespace, _, run_id = key.removeprefix("run:").partition("/")
    return Run(unquote(namespace), unquote(run_id))
