"""What a report tells, as JSON: the one source of its page, its PDF and its machine copy, and of its hash.

The same graph gives the same content. The number of the change and the hash stand beside it; the hash is that of the
content alone, so that a change of the graph that is not of this lineage leaves it as it is.
"""

import json
from hashlib import sha256
from typing import Any

from lineage.model.answers import DatasetRef, Holder, ProvenanceDataset, Report
from lineage.model.doi import doi_of, url_of
from lineage.report import citation, completeness, processing
from lineage.report.figure import figure, told
from lineage.report.trace import Trace

FORMAT = 1
LISTED_MAX = 50

OF_PUBLICATION = dict.fromkeys(
    ("url", "description", "citation", "bibtex", "version", "state", "published", "created", "landing_page")
)

Content = dict[str, Any]


def content(report: Report) -> Content:
    """Return all that a report tells."""
    trace = Trace(report)
    steps, is_grouped = processing.rows(trace)
    checks = completeness.checks(report, trace)
    told_of = {
        "identity": _identity(report),
        "people": _people(report, trace),
        "scope": _scope(report, trace),
        "figure": told(figure(trace)),
        "steps": {"rows": steps, "count": len(trace.steps), "is_grouped": is_grouped},
        "sources": _sources(report, trace),
        "downstream": _downstream(report),
        "methods": processing.methods(trace, _name(report)),
        "access": _access(report, trace),
        "completeness": {"checks": checks, "met": sum(check["is_met"] for check in checks), "count": len(checks)},
        "reproduce": processing.again(trace),
        "graph": _graph(report),
    }
    return {"format": FORMAT, "as_of": report.as_of, "hash": digest(told_of), **told_of}


def digest(told_of: Content) -> str:
    """Return the SHA-256 of what a report tells."""
    return sha256(json.dumps(told_of, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def spelled(made: Content) -> bytes:
    """Return content as the file of the machine copy."""
    return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode()


def _name(report: Report) -> str:
    if report.publication is None:
        return report.subject
    return url_of(report.publication.doi)


def _identity(report: Report) -> Content:
    held = report.publication
    if held is None:
        is_place = "/" in report.subject or ":" in report.subject
        what = "dataset" if is_place else "investigation"
        return OF_PUBLICATION | {
            "what": what,
            "name": report.subject,
            "title": f"Lineage of the {what} {report.subject}",
        }
    return {
        "what": "publication",
        "name": held.doi,
        "url": url_of(held.doi),
        "title": held.title or held.doi,
        "description": held.description,
        "citation": citation.sentence(held),
        "bibtex": citation.bibtex(held),
        "version": held.version,
        "state": held.state,
        "published": held.published,
        "created": held.created,
        "landing_page": held.url,
        "keywords": held.keywords,
        "articles": held.articles,
        "sent_at": held.sent_at,
    }


def _people(report: Report, trace: Trace) -> Content:
    held = report.publication
    announced = [trace.datasets[item.id] for item in report.members if item.id in trace.datasets]
    return {
        "creators": [person.model_dump() for person in held.creators] if held else [],
        "contributors": [person.model_dump() for person in held.contributors] if held else [],
        "publisher": held.publisher if held else None,
        "facility": held.facility.model_dump() if held and held.facility else None,
        "instruments": [item.model_dump() for item in held.instruments] if held else [],
        "funding": [item.model_dump() for item in held.funding] if held else [],
        "beamlines": sorted({item.instrument for item in trace.datasets.values() if item.instrument}),
        "investigations": sorted({item.investigation for item in trace.datasets.values() if item.investigation}),
        "samples": sorted({item.sample for item in announced if item.sample}),
    }


def _scope(report: Report, trace: Trace) -> Content:
    members = [trace.datasets[item.id] for item in report.members if item.id in trace.datasets]
    return {
        "count": report.members_count,
        "file_count": sum(item.file_count or 0 for item in members),
        "volume_bytes": sum(item.volume_bytes or 0 for item in members),
        "unmeasured": sum(item.volume_bytes is None for item in members),
        "kinds": {kind: sum(item.kind == kind for item in members) for kind in ("raw", "processed", "unknown")},
        "period": processing.period(report.ancestors),
        "members": [_member(item) for item in report.members[:LISTED_MAX]],
        "investigations": report.publication.investigations if report.publication else [],
    }


def _member(item: DatasetRef) -> Content:
    return {"name": item.name, "location": item.location, "kind": item.kind, "state": item.state, "id": item.id}


def _sources(report: Report, trace: Trace) -> Content:
    held = {id: holder for holder in report.holders for id in holder.datasets}
    # what was never made from anything comes first: it is where the lineage ends
    found = sorted(trace.sources, key=lambda item: (item.id in trace.producer, item.id not in held))
    return {
        "rows": [_source(item, held.get(item.id), trace) for item in found[:LISTED_MAX]],
        "count": len(found),
        "without_pid": len(completeness.without_pid(report, trace)),
    }


def _source(item: ProvenanceDataset, holder: Holder | None, trace: Trace) -> Content:
    doi = doi_of(item.location) or (holder.doi if holder else None)
    return {
        **_member(item),
        "is_root": item.id not in trace.producer,
        "pid": url_of(doi) if doi else None,
        "access": _state(holder),
        "embargo_until": holder.embargo_until if holder else None,
        "licence": holder.licence if holder else None,
    }


def _state(holder: Holder | None) -> str:
    if holder is None:
        return "unknown"
    return "embargoed" if holder.embargo_until else holder.state


def _downstream(report: Report) -> Content:
    members = {item.id for item in report.members}
    derived = [item for item in report.descendants.datasets if item.id not in members]
    ids = {item.id for item in derived}
    holders = [holder for holder in report.holders if ids & set(holder.datasets)]
    return {
        "publications": [{"doi": one.doi, "url": url_of(one.doi), "title": one.title} for one in holders],
        "rows": [_member(item) for item in derived[:LISTED_MAX]],
        "count": len(derived),
    }


def _access(report: Report, trace: Trace) -> Content:
    held = report.publication
    sources = {item.id for item in trace.sources}
    inherited = [
        {"doi": one.doi, "url": url_of(one.doi), "until": one.embargo_until}
        for one in report.holders
        if one.embargo_until and sources & set(one.datasets)
    ]
    members = [trace.datasets[item.id] for item in report.members if item.id in trace.datasets]
    return {
        "licence": held.licence if held else None,
        "embargo_until": held.embargo_until if held else None,
        "inherited": inherited,
        "retired": [item.location for item in members if item.state == "retired"][:LISTED_MAX],
    }


def _graph(report: Report) -> Content:
    """Return the whole of what is told of, for machines."""
    up = report.ancestors
    return {
        "datasets": [item.model_dump(exclude_none=True) for item in up.datasets],
        "jobs": [item.model_dump(exclude_none=True) for item in up.jobs],
        "edges": [list(edge) for edge in up.edges],
        "count": up.count,
        "is_truncated": up.is_truncated,
    }
