"""A walk with all that is known of each dataset and job on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from lineage.graph.database import Database
from lineage.graph.read import job_of, parameters_of
from lineage.model import answers


def provenance(
    database: Database,
    direction: answers.Direction,
    ids: Sequence[str],
    units: Mapping[str, str],
    *,
    steps_max: int | None,
    limit: int,
) -> answers.Provenance:
    """Return the nearest `limit` datasets and jobs of a walk; `starts` lacks those that do not exist."""
    steps = answers.steps_limit(steps_max)
    found = database.ask(
        f"read/provenance_{direction}", ids=list(ids), edges_max=2 * steps, steps_max=steps, limit=limit
    )
    datasets = [_dataset(item, units) for item in found["datasets"]]
    jobs = [_job(item) for item in found["jobs"]]
    return answers.Provenance(
        starts=found["starts"],
        direction=direction,
        steps_max=steps_max,
        datasets=sorted(datasets, key=lambda dataset: dataset.location),
        jobs=sorted(jobs, key=lambda job: job.key),
        edges=sorted(tuple(edge) for edge in found["edges"]),
        count=found["count"],
        is_truncated=found["count"] > len(datasets) + len(jobs),
        as_of=found["as_of"],
    )


def _dataset(found: Mapping[str, Any], units: Mapping[str, str]) -> answers.ProvenanceDataset:
    facts, values = found["dataset"], parameters_of(found["dataset"])
    wanted = answers.ProvenanceDataset.model_fields.keys() & facts.keys()
    rest = {name: value for name, value in found.items() if name != "dataset"}
    return answers.ProvenanceDataset(
        **{name: facts[name] for name in wanted},
        **rest,
        parameters=[answers.Parameter(name=name, value=values[name], units=units.get(name)) for name in sorted(values)],
    )


def _job(found: Mapping[str, Any]) -> answers.ProvenanceJob:
    facts = job_of(found["job"], found["application"])
    assert facts is not None  # noqa: S101
    identifiers = {name: found["job"].get(name, "") for name in ("application_doi", "application_url")}
    return answers.ProvenanceJob(**dict(facts), **identifiers)
