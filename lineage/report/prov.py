"""W3C PROV: datasets are entities, jobs activities, applications software agents.

A collection, ``lineage:snapshot``, has the datasets that were asked about as members, and tells the change number.
"""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from prov.constants import PROV
from prov.model import ProvDocument

from lineage.model.answers import Provenance, ProvenanceJob
from lineage.model.terms import BASE
from lineage.report import facts

Attributes = dict[Any, Any]
"""What the library takes: qualified names, texts, times."""


def json(provenance: Provenance) -> bytes:
    """Return PROV-JSON."""
    return _text(provenance, "json", indent=1, ensure_ascii=False)


def notation(provenance: Provenance) -> bytes:
    """Return PROV-N."""
    return _text(provenance, "provn")


def jsonld(provenance: Provenance) -> bytes:
    """Return PROV-JSONLD."""
    return _text(provenance, "jsonld")


def xml(provenance: Provenance) -> bytes:
    """Return PROV-XML."""
    stream = BytesIO()
    document(provenance).serialize(stream, format="xml")
    return stream.getvalue()


def _text(provenance: Provenance, form: str, **how: object) -> bytes:
    stream = StringIO()
    document(provenance).serialize(stream, format=form, **how)
    return f"{stream.getvalue().rstrip()}\n".encode()


def document(provenance: Provenance) -> ProvDocument:
    """Return the document that all syntaxes write."""
    made = ProvDocument()
    made.add_namespace("lineage", BASE)
    names = {dataset.id: f"lineage:dataset-{dataset.id}" for dataset in provenance.datasets}
    names |= {job.id: f"lineage:job-{job.id}" for job in provenance.jobs}
    for dataset in provenance.datasets:
        about: Attributes = {
            "prov:type": made.valid_qualified_name("lineage:Dataset"),
            "prov:location": dataset.location,
        }
        about |= {"prov:label": dataset.name} if dataset.name else {}
        made.entity(names[dataset.id], about | _ours(facts.of_dataset(dataset)))
    for job in provenance.jobs:
        made.activity(names[job.id], _time(job.start_time), _time(job.end_time), _ours(facts.of_job(job)))
        _add_application(made, job, names[job.id])
    for kind, source, target in provenance.edges:
        if kind == "INPUT":
            made.used(names[target], names[source])
        else:
            made.wasGeneratedBy(names[target], names[source])
    snapshot: Attributes = {"prov:type": PROV["Collection"], "prov:label": facts.description(provenance)}
    made.entity("lineage:snapshot", snapshot | _ours(facts.of_snapshot(provenance)))
    for start in provenance.starts:
        made.hadMember("lineage:snapshot", names[start.id])
    return made


def _add_application(made: ProvDocument, job: ProvenanceJob, activity: str) -> None:
    application = job.application
    if application is None:
        return
    agent = f"lineage:application-{application.id}"
    if not made.get_record(agent):
        said = {"name": application.name, "version": application.version}
        about: Attributes = {
            "prov:type": PROV["SoftwareAgent"],
            "prov:label": f"{application.name} {application.version}".strip(),
        }
        made.agent(agent, about | _ours(said))
    said = {"doi": job.application_doi, "url": job.application_url}
    made.wasAssociatedWith(activity, agent, other_attributes=_ours(said))


def _ours(said: Mapping[str, str]) -> Attributes:
    return {f"lineage:{name}": value for name, value in said.items() if value}


def _time(text: str) -> datetime | None:
    known = facts.time(text)
    return datetime.fromisoformat(known) if known else None
