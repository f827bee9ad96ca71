"""Provenance to write: from a real graph of the tests, or made of a few facts."""

from typing import Any

from lineage.model import answers
from lineage.model.location import public_id

START, END = "2024-01-01T00:00:00.000000Z", "2024-01-01T01:00:00.000000Z"


def dataset(location: str, kind: answers.Kind = "processed", **facts: Any) -> answers.ProvenanceDataset:
    """Return an announced dataset; keywords replace its facts."""
    said: dict[str, Any] = {
        "name": location.rsplit("/", 1)[-1],
        "investigation": "hg1",
        "instrument": "id00",
        "sample": "s",
        "start_time": START,
        "end_time": END,
        "is_complete": True,
        "comment": "",
        "state": "present",
        **facts,
    }
    return answers.ProvenanceDataset(id=public_id(location), location=location, kind=kind, **said)


def job(key: str, application: str | None = "reconstruct", **facts: Any) -> answers.ProvenanceJob:
    """Return a job; keywords replace its facts."""
    program = f"{application}/1.0"
    said: dict[str, Any] = {
        "status": "completed",
        "is_declared": not key.startswith("job-of:"),
        "start_time": START,
        "end_time": END,
        "arguments": "-x",
        "environment": {"HOST": "slurm-1"},
        "application": application
        and answers.ApplicationRef(id=public_id(program), key=program, name=application, version="1.0"),
        **facts,
    }
    return answers.ProvenanceJob(id=public_id(key), key=key, **said)


def provenance(
    start: str,
    datasets: list[answers.ProvenanceDataset],
    jobs: list[answers.ProvenanceJob],
    links: set[tuple[str, str]],
    **facts: Any,
) -> answers.Provenance:
    """Return provenance; `links` are pairs of a location and a job key, in the way of the data."""
    keys = {one.key for one in jobs}
    edges = [("OUTPUT" if a in keys else "INPUT", public_id(a), public_id(b)) for a, b in links]
    first = next(item for item in datasets if item.location == start)
    said: dict[str, Any] = {
        "direction": "ancestors",
        "steps_max": None,
        "count": len(datasets) + len(jobs),
        "is_truncated": False,
        "as_of": 7,
        **facts,
    }
    reference = answers.DatasetRef(**{name: getattr(first, name) for name in answers.DatasetRef.model_fields})
    return answers.Provenance(
        starts=[reference],
        datasets=sorted(datasets, key=lambda one: one.location),
        jobs=sorted(jobs, key=lambda one: one.key),
        edges=sorted(edges),
        **said,
    )


RAW, FLAT, VOLUME = "/data/visitor/hg1/raw, 1", "https://doi.org/10.5072/flat", "/data/visitor/hg1/volume"
JOB = f"job-of:{VOLUME}"


def small(**facts: Any) -> answers.Provenance:
    """Return one step: a volume made of raw data and of a flat field that is only expected."""
    expected = dict.fromkeys(("name", "investigation", "instrument", "sample", "start_time", "end_time"))
    flat = dataset(FLAT, "unknown", **expected, is_complete=None, state="expected")
    parameters = [answers.Parameter(name="InstrumentMonochromator_energy", value=17.5, units="keV")]
    return provenance(
        VOLUME,
        [dataset(RAW, "raw", parameters=parameters, techniques=["PaNET01234"]), flat, dataset(VOLUME)],
        [job(JOB, application_doi="10.5072/software")],
        {(RAW, JOB), (FLAT, JOB), (JOB, VOLUME)},
        **facts,
    )
