"""OpenLineage run events: one event a job, a line each, in the order of time.

A facet of ours, ``lineage``, holds what OpenLineage has no word for. Raw datasets of no job are told by dataset events
with the same facet.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lineage.model.answers import Provenance, ProvenanceDataset, ProvenanceJob
from lineage.model.openlineage import EVENT_TYPES, name_of
from lineage.report import facts

PRODUCER = facts.term("report")
SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs"
UNKNOWN_NAMESPACE = "lineage"

Event = dict[str, Any]


def events(provenance: Provenance) -> bytes:
    """Return the events as JSON Lines."""
    datasets = {dataset.id: dataset for dataset in provenance.datasets}
    snapshot = facts.of_snapshot(provenance)
    read, written = facts.ends(provenance, "INPUT"), facts.ends(provenance, "OUTPUT")
    found = [
        _run_event(
            job,
            [datasets[id] for id in read.get(job.id, ())],
            [datasets[id] for id in written.get(job.id, ())],
            snapshot,
        )
        for job in provenance.jobs
    ]
    produced = {id for ids in written.values() for id in ids}
    found += [
        _dataset_event(dataset, snapshot)
        for dataset in provenance.datasets
        if dataset.id not in produced and dataset.kind == "raw"
    ]
    lines = [json.dumps(event, ensure_ascii=False) for event in sorted(found, key=lambda event: event["eventTime"])]
    return "".join(f"{line}\n" for line in lines).encode()


def _run_event(
    job: ProvenanceJob,
    inputs: Sequence[ProvenanceDataset],
    outputs: Sequence[ProvenanceDataset],
    snapshot: facts.Facts,
) -> Event:
    application = job.application
    own = {"doi": job.application_doi, "url": job.application_url}
    program = {"application": application.name, "version": application.version, **own} if application else {}
    said = facts.of_job(job) | {name: value for name, value in program.items() if value}
    times = {"start_date": facts.time(job.start_time), "end_date": facts.time(job.end_time)}
    said |= {name: time for name, time in times.items() if time}
    return {
        "eventType": EVENT_TYPES.get(job.status, "OTHER"),
        "eventTime": job.end_time,
        "run": {"runId": job.id, "facets": {"lineage": _facet(said), "lineage_snapshot": _facet(snapshot)}},
        "job": {"namespace": UNKNOWN_NAMESPACE, "name": job.key},
        "inputs": [_dataset(dataset) for dataset in inputs],
        "outputs": [_dataset(dataset) for dataset in outputs],
        "producer": PRODUCER,
        "schemaURL": f"{SCHEMA}/RunEvent",
    }


def _dataset_event(dataset: ProvenanceDataset, snapshot: facts.Facts) -> Event:
    told = _dataset(dataset)
    told["facets"]["lineage_snapshot"] = _facet(snapshot)
    return {
        "eventTime": dataset.end_time,
        "dataset": told,
        "producer": PRODUCER,
        "schemaURL": f"{SCHEMA}/DatasetEvent",
    }


def _dataset(dataset: ProvenanceDataset) -> Event:
    namespace, name = name_of(dataset.location)
    said = {"location": dataset.location, **facts.of_dataset(dataset)} | (
        {"name": dataset.name} if dataset.name else {}
    )
    return {"namespace": namespace, "name": name, "facets": {"lineage": _facet(said)}}


def _facet(said: Mapping[str, str]) -> dict[str, str]:
    return {"_producer": PRODUCER, "_schemaURL": facts.term("facet"), **said}
