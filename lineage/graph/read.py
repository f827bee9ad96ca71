"""Questions: each one round trip, one record of lists, made into the nouns of `model.answers`."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from lineage.errors import NotFound
from lineage.graph.database import Answer, Database
from lineage.graph.rows import PARAMETER_PREFIX
from lineage.model import answers
from lineage.model.cursor import decode, encode
from lineage.model.message import Value

RARE_STATES = ["expected", "retired"]
"""States that few datasets are in, and all that are of unknown kind: they are looked for from the states."""

OF_ITS_OWN = frozenset({"dataset", "job", "application", "events"})
"""What is found of a dataset and made into nouns."""

LIST_MAX = 100
"""Inputs, outputs and events shown with one dataset or job; the counts tell of the rest."""


def dataset(database: Database, id: str, units: Mapping[str, str]) -> answers.Dataset:
    """Return one dataset with its producer and neighbours; `units` are those of known parameters."""
    return dataset_of(one(database, "read/dataset", "dataset", id, limit=LIST_MAX), units)


def dataset_of(found: Mapping[str, Any], units: Mapping[str, str]) -> answers.Dataset:
    """Return the noun of what was found of one dataset."""
    facts, values, events = found["dataset"], parameters_of(found["dataset"]), found["events"]
    wanted = answers.Dataset.model_fields.keys() & facts.keys()
    rest = {name: value for name, value in found.items() if name not in OF_ITS_OWN}
    return answers.Dataset(
        **{name: facts[name] for name in wanted},
        **rest,
        events=[answers.Event(**{name: event.get(name) for name in answers.Event.model_fields}) for event in events],
        parameters=[answers.Parameter(name=name, value=values[name], units=units.get(name)) for name in sorted(values)],
        job=job_of(found["job"], found["application"]),
    )


def parameters_of(facts: Mapping[str, Any]) -> dict[str, Value]:
    """Return the parameters among the properties of a dataset."""
    typed = {
        name.removeprefix(PARAMETER_PREFIX): value for name, value in facts.items() if name.startswith(PARAMETER_PREFIX)
    }
    return {**typed, **json.loads(facts.get("other_parameters") or "{}")}


def job_of(job: Mapping[str, Any] | None, application: Mapping[str, Any] | None) -> answers.JobFacts | None:
    """Return the noun of the properties of a job and its application; None for none."""
    return answers.JobFacts(**_job_fields(job, application)) if job else None


def _job_fields(job: Mapping[str, Any], application: Mapping[str, Any] | None) -> dict[str, Any]:
    wanted = answers.JobFacts.model_fields.keys() & job.keys()
    fields = {name: job[name] for name in wanted} | {"environment": json.loads(job["environment"])}
    reference = application and {name: application[name] for name in answers.ApplicationRef.model_fields}
    return fields | {"application": reference}


def job(database: Database, id: str) -> answers.Job:
    """Return one job with its application, inputs and outputs."""
    found = one(database, "read/job", "job", id, limit=LIST_MAX)
    facts = found.pop("job")
    return answers.Job(**_job_fields(facts, found.pop("application")), **found, change=facts["change"])


def application(database: Database, id: str) -> answers.Application:
    """Return one application in one version."""
    found = one(database, "read/application", "application", id)
    return answers.Application(**found.pop("application"), **found)


def datasets(
    database: Database, *, prefix: str, kind: str | None, state: str | None, cursor: str | None, limit: int
) -> answers.Page[answers.DatasetItem]:
    """Return datasets in the order of their locations."""
    (after,) = decode(cursor, str) or ("",)
    asked = {"prefix": prefix, "kind": kind, "after": after, "limit": limit + 1}
    if state in RARE_STATES or kind == "unknown":
        found = database.ask("read/datasets_by_state", states=[state] if state else RARE_STATES, **asked)
    else:
        found = database.ask("read/datasets", state=state, **asked)
    return page(answers.DatasetItem, found, limit, "location")


def jobs(database: Database, *, status: str | None, cursor: str | None, limit: int) -> answers.Page[answers.JobItem]:
    """Return jobs in the order of their keys."""
    (after,) = decode(cursor, str) or ("",)
    if status:
        found = database.ask("read/jobs_of_status", status=status, after=after, limit=limit + 1)
    else:
        found = database.ask("read/jobs", after=after, limit=limit + 1)
    return page(answers.JobItem, found, limit, "key")


def applications(
    database: Database, *, name: str | None, cursor: str | None, limit: int
) -> answers.Page[answers.ApplicationItem]:
    """Return applications in the order of their names and versions."""
    (after,) = decode(cursor, str) or ("",)
    found = database.ask("read/applications", name=name, after=after, limit=limit + 1)
    return page(answers.ApplicationItem, found, limit, "key")


def expected(database: Database, *, cursor: str | None, limit: int) -> answers.Page[answers.Expected]:
    """Return expected datasets, the longest waiting first."""
    since, location = decode(cursor, int, str) or (-1, "")
    found = database.ask("read/expected", after_since=since, after_location=location, limit=limit + 1)
    return page(answers.Expected, found, limit, "since", "location")


def used_by(database: Database, id: str, limit: int) -> Answer:
    """Return location, state, and what was derived from a dataset: used_count, used_by."""
    return one(database, "read/used_by", "dataset", id, limit=limit)


def stats(database: Database) -> answers.Stats:
    """Return the counts."""
    return answers.Stats(**database.ask("read/stats"))


def change(database: Database) -> int:
    """Return the number of the last change."""
    return int(database.ask("read/change")["change"])


def store(database: Database) -> str:
    """Return the name of the store."""
    return str(database.ask("read/change")["store"])


def fingerprint(database: Database) -> str:
    """Return the SHA-256 (hex) of the live graph: nodes and edges, times of arrival and change numbers left out."""
    digest = sha256()

    def add(records: Iterator[Answer]) -> None:
        for record in records:
            digest.update(json.dumps(record["row"]).encode())

    for name in ("datasets", "jobs", "catalogue", "events", "publications"):
        database.stream(f"read/fingerprint_{name}", add)
    return digest.hexdigest()


def one(database: Database, name: str, kind: str, id: str, **parameters: Any) -> Answer:
    """Return the record about one thing; raises NotFound when there is none."""
    found = database.ask(name, id=id, **parameters)
    if not found:
        raise NotFound(kind, id)
    return found


def page(item: type[answers.Item], found: Answer, limit: int, *order: str) -> answers.Page[answers.Item]:
    """Return one page of what was asked with a limit of one more; `order` names the keys it is sorted by."""
    items = found["items"]
    shown = items[:limit]
    next_page = encode(*(shown[-1][name] for name in order)) if len(items) > limit else None
    return answers.Page[item](items=shown, next=next_page, as_of=found["as_of"])  # type: ignore[valid-type]
