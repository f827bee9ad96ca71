"""Reports to write: the RELION run under a DOI, read from its messages, and runs made of a few facts."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from lineage.ingest import Context, read
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.message import DatasetMessage
from tests.report.sets import dataset, job

RELION = Path(__file__).parents[2] / "examples" / "relion-tutorial" / "messages"
ROOT = "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA"
POSTPROCESS, LOCALRES = f"{ROOT}/PostProcess/job030", f"{ROOT}/LocalRes/job031"
DOI = "10.15151/esrf-dc-2485"
SAID: dict[str, Any] = {
    "title": "Single-particle reconstruction of beta-galactosidase at 3.1 Å",
    "state": "findable",
    "creators": [
        {"name": "Scheres, Sjors H. W.", "given_name": "Sjors H. W.", "family_name": "Scheres"},
        {"name": "Carberry, Josiah", "orcid": "0000-0002-1825-0097", "affiliation": "ESRF"},
    ],
    "contributors": [{"name": "A. Scientist", "role": "ContactPerson"}],
    "published": "2023-06-01",
    "licence": "CC-BY-4.0",
    "publisher": "ESRF",
    "facility": {"name": "European Synchrotron Radiation Facility", "ror": "https://ror.org/02550n020"},
    "instruments": [{"name": "CM01", "pid": "10.15151/esrf-cm01"}],
    "funding": [{"funder": "ESRF", "award": "MX-2485"}],
    "articles": ["10.1107/s2059798319012313"],
    "keywords": ["cryo-EM"],
}


@cache
def _relion() -> tuple[dict[str, answers.ProvenanceDataset], dict[str, answers.ProvenanceJob], frozenset[Any]]:
    context = Context()
    said = [one for path in sorted(RELION.iterdir()) for one in read(path.read_bytes(), context)]
    datasets, jobs, edges = {}, {}, set()
    for one in said:
        assert isinstance(one, DatasetMessage)
        facts = {
            name: getattr(one, name) for name in ("investigation", "instrument", "sample", "start_time", "end_time")
        }
        kind: answers.Kind = "processed" if one.is_processed else "raw"
        datasets[one.location] = dataset(one.location, kind, name=one.name, **facts)
        if one.job_key and one.application:
            times = {"start_time": one.start_time, "end_time": one.end_time}
            jobs[one.job_key] = job(one.job_key, one.application.name, arguments="", environment={}, **times)
            edges.add(("OUTPUT", public_id(one.job_key), public_id(one.location)))
            edges |= {("INPUT", public_id(at), public_id(one.job_key)) for at in one.inputs}
    for one in said:
        for at in getattr(one, "inputs", ()):
            datasets.setdefault(at, expected(at))
    return datasets, jobs, frozenset(edges)


def expected(location: str) -> answers.ProvenanceDataset:
    """Return a dataset that nobody announced."""
    reference = {"id": public_id(location), "location": location, "kind": "unknown", "state": "expected"}
    return answers.ProvenanceDataset(**reference)


def relion(*members: str, as_of: int = 32, holders: Iterable[answers.Holder] = (), **said: Any) -> answers.Report:
    """Return the report of results of the RELION run; keywords replace what is said of the publication."""
    datasets, jobs, edges = _relion()
    return report(
        members or (POSTPROCESS, LOCALRES),
        datasets.values(),
        jobs.values(),
        edges,
        as_of=as_of,
        holders=holders,
        **said,
    )


def run(count: int, *, is_chain: bool) -> answers.Report:
    """Return the report of the last of many steps: one after the other, or all beside one another and then joined."""
    at = [f"/data/d{number}" for number in range(count + 1)]
    if is_chain:
        links = [(at[number], at[number + 1]) for number in range(count)]
    else:
        links = [(f"/data/raw{number}", at[number]) for number in range(count)] + [(one, at[count]) for one in at[:-1]]
    made = {target for _, target in links}
    datasets = {one: dataset(one, "processed" if one in made else "raw") for link in links for one in link}
    jobs = {one: job(f"job-of:{one}", "join" if one == at[count] else "step") for one in made}
    edges = {("OUTPUT", jobs[one].id, public_id(one)) for one in made}
    edges |= {("INPUT", public_id(source), jobs[target].id) for source, target in links}
    return report([at[count]], datasets.values(), jobs.values(), edges)


def report(
    members: Iterable[str],
    datasets: Iterable[answers.ProvenanceDataset],
    jobs: Iterable[answers.ProvenanceJob],
    edges: Iterable[Any],
    *,
    as_of: int = 32,
    holders: Iterable[answers.Holder] = (),
    is_published: bool = True,
    **said: Any,
) -> answers.Report:
    """Return a report of members with all that they come from."""
    known = {one.id: one for one in datasets}
    parents: dict[str, set[str]] = {}
    for _, source, target in edges:
        parents.setdefault(target, set()).add(source)
    ids = [public_id(one) for one in members]
    found, left = set(), list(ids)
    while left:
        if (one := left.pop()) not in found:
            found.add(one)
            left += parents.get(one, ())
    fields = answers.DatasetRef.model_fields
    starts = [answers.DatasetRef(**{name: getattr(known[id], name) for name in fields}) for id in sorted(ids)]
    walk: dict[str, Any] = {"starts": starts, "steps_max": None, "is_truncated": False, "as_of": as_of}
    of_walk = sorted((one for one in known.values() if one.id in found), key=lambda one: one.location)
    up = answers.Provenance(
        direction="ancestors",
        datasets=of_walk,
        jobs=sorted((one for one in jobs if one.id in found), key=lambda one: one.key),
        edges=sorted(edge for edge in edges if edge[1] in found and edge[2] in found),
        count=len(found),
        **walk,
    )
    down = answers.Provenance(
        direction="descendants",
        datasets=[one for one in of_walk if one.id in ids],
        jobs=[],
        edges=[],
        count=len(ids),
        **walk,
    )
    publication = answers.Publication(
        **{**SAID, **said},
        doi=DOI,
        datasets=starts,
        datasets_count=len(starts),
        investigations=[],
        sent_at="2023-06-01T00:00:00.000000Z",
        since=as_of,
        change=as_of,
        as_of=as_of,
    )
    return answers.Report(
        subject=DOI if is_published else starts[0].location,
        publication=publication if is_published else None,
        members=starts,
        members_count=len(starts),
        ancestors=up,
        descendants=down,
        holders=list(holders),
        as_of=as_of,
    )
