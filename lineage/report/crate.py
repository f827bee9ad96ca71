"""Process Run RO-Crate 0.5 on RO-Crate 1.1, detached: the metadata alone, with data where they are.

A job is a ``CreateAction``, its inputs are the ``object``, its outputs the ``result``, its application the
``instrument``. Facts that schema.org has no word for are ``PropertyValue`` entities under our terms.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from lineage.model.answers import Provenance, ProvenanceDataset, ProvenanceJob
from lineage.report import facts

CONTEXT = ["https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context"]
CRATE = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
STATUS = {
    "completed": "http://schema.org/CompletedActionStatus",
    "failed": "http://schema.org/FailedActionStatus",
    "aborted": "http://schema.org/FailedActionStatus",
    "running": "http://schema.org/ActiveActionStatus",
}

Entity = dict[str, Any]


def metadata(provenance: Provenance) -> bytes:
    """Return ``ro-crate-metadata.json``."""
    datasets = {dataset.id: facts.uri(dataset.location) for dataset in provenance.datasets}
    inputs, outputs = facts.ends(provenance, "INPUT"), facts.ends(provenance, "OUTPUT")
    root = _with_values(_root(provenance, datasets), "snapshot", facts.of_snapshot(provenance))
    found: list[Entity] = [_descriptor(), *root, _profile()]
    for dataset in provenance.datasets:
        found += _dataset(dataset)
    for job in provenance.jobs:
        read, written = ([datasets[id] for id in ends.get(job.id, ())] for ends in (inputs, outputs))
        found += _action(job, read, written)
    applications = {job.application.id: _application(job) for job in provenance.jobs if job.application}
    found += [applications[id] for id in sorted(applications)]
    text = json.dumps({"@context": CONTEXT, "@graph": found}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _descriptor() -> Entity:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": CRATE},
        "about": {"@id": "./"},
    }


def _root(provenance: Provenance, datasets: Mapping[str, str]) -> Entity:
    times = [time for dataset in provenance.datasets if (time := facts.time(dataset.end_time))]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Lineage of {', '.join(start.location for start in provenance.starts)}",
        "description": facts.description(provenance),
        # the newest of what it tells of, so that the same graph gives the same file
        "datePublished": max(times, default="1970-01-01")[:10],
        "license": "The data have licences of their own, which the graph does not know.",
        "conformsTo": {"@id": PROFILE},
        "hasPart": _ids(sorted(datasets.values())),
        "mainEntity": _ids(datasets[start.id] for start in provenance.starts),
        "mentions": _ids(_job_id(job) for job in provenance.jobs),
    }


def _profile() -> Entity:
    return {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}


def _dataset(dataset: ProvenanceDataset) -> list[Entity]:
    said = facts.of_dataset(dataset)
    entity: Entity = {"@id": facts.uri(dataset.location), "@type": "Dataset", "name": dataset.name or dataset.location}
    if dataset.comment:
        entity["description"] = dataset.comment
    return _with_values(entity, dataset.id, said | ({"name": dataset.name} if dataset.name else {}))


def _action(job: ProvenanceJob, inputs: Iterable[str], outputs: Iterable[str]) -> list[Entity]:
    application = job.application
    entity: Entity = {
        "@id": _job_id(job),
        "@type": "CreateAction",
        "name": application.name if application else job.key,
    }
    entity |= {"object": _ids(inputs), "result": _ids(outputs)}
    if application:
        entity["instrument"] = {"@id": f"#application-{application.id}"}
    times = {"startTime": facts.time(job.start_time), "endTime": facts.time(job.end_time)}
    entity |= {name: time for name, time in times.items() if time}
    if job.status in STATUS:
        entity["actionStatus"] = {"@id": STATUS[job.status]}
    own = {"application_doi": job.application_doi, "application_url": job.application_url}
    return _with_values(entity, job.id, facts.of_job(job) | {name: value for name, value in own.items() if value})


def _application(job: ProvenanceJob) -> Entity:
    application = job.application
    assert application is not None  # noqa: S101
    entity = {"@id": f"#application-{application.id}", "@type": "SoftwareApplication", "name": application.name}
    return entity | ({"softwareVersion": application.version} if application.version else {})


def _with_values(entity: Entity, owner: str, said: Mapping[str, str]) -> list[Entity]:
    """Return an entity with the facts that are values of our terms."""
    values = [
        {
            "@id": f"#{owner}-{name}",
            "@type": "PropertyValue",
            "propertyID": facts.term(name),
            "name": name,
            "value": value,
        }
        for name, value in said.items()
    ]
    return [entity | {"additionalProperty": _ids(str(value["@id"]) for value in values)}, *values]


def _job_id(job: ProvenanceJob) -> str:
    return f"#job-{job.id}"


def _ids(ids: Iterable[str]) -> list[Entity]:
    return [{"@id": id} for id in ids]
