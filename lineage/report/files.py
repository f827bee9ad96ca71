"""The files of a lineage report: which there are, and how they are made together.

The same report gives the same bytes. The machine copies come first; the page and the PDF tell their hashes.
"""

import json
from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from typing import Any

from lineage.model.answers import Report
from lineage.report import changes, citation, doi_metadata, openlineage, package, prov, rows
from lineage.report.content import FORMAT, Content, content, spelled
from lineage.report.figure import figure, svg
from lineage.report.kinds import FILES, FORMATS, ReportFormat
from lineage.report.page import described, page
from lineage.report.pdf import pdf
from lineage.report.trace import Trace

MACHINE = [name for name, file in FILES.items() if file.format not in {"html", "pdf", "crate"}]


def files(report: Report, wanted: Collection[ReportFormat] = FORMATS, before: bytes | None = None) -> dict[str, bytes]:
    """Return the files of a report by name.

    `before` is ``lineage.json`` of the report before. While what is told is the same, the number of the change stays
    that of before, so that all bytes stay; else the new report tells what changed.
    """
    made = content(report)
    old = _read(before)
    if old and old["hash"] == made["hash"]:
        made = old
    elif old:
        made["previous"] = changes.since(old, made)
    report = _at(report, made["as_of"])
    copies = _machine(report, made)
    found = {name: copies[name] for name in MACHINE if name in copies and FILES[name].format in wanted}
    if "crate" in wanted:
        found["lineage.crate.zip"] = package.package(
            report, made, {name: (FILES[name].media_type, body) for name, body in copies.items()}
        )
    hashes = [[name, FILES[name].title, sha256(body).hexdigest()] for name, body in found.items()]
    told = rows.changes(made.get("previous"))
    picture = copies["lineage.svg"].decode()
    if "html" in wanted:
        links = doi_metadata.links(report.publication) if report.publication else []
        links += [("describedby", name, FILES[name].media_type) for name in found]
        found["lineage.html"] = page(report, made, picture, hashes, links=links, changes=told)
    if "pdf" in wanted:
        found["lineage.pdf"] = pdf(report, made, picture, hashes, told)
    return found


def _machine(report: Report, made: Content) -> dict[str, bytes]:
    drawn = svg(figure(Trace(report)), f"Lineage of {made['identity']['title']}")
    makers: Mapping[str, Callable[[], bytes]] = {
        "lineage.json": lambda: spelled(made),
        "lineage.bib": lambda: citation.bibtex(report.publication).encode() if report.publication else b"",
        "lineage.schema.jsonld": lambda: spelled(described(report, made)),
        "lineage.svg": drawn.encode,
        "lineage.datacite.json": lambda: doi_metadata.json(report, made),
        "lineage.datacite.xml": lambda: doi_metadata.xml(report, made),
        "lineage.prov.json": lambda: prov.json(report.ancestors),
        "lineage.openlineage.jsonl": lambda: openlineage.events(report.ancestors),
    }
    found = {name: make() for name, make in makers.items()}
    return {name: body for name, body in found.items() if body or name != "lineage.bib"}


def _read(before: bytes | None) -> Content | None:
    """Return the report before; None where there is none that this release can read."""
    try:
        found: Any = json.loads(before or b"null")
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT and "hash" in found else None


def _at(report: Report, as_of: int) -> Report:
    walks = {name: getattr(report, name).model_copy(update={"as_of": as_of}) for name in ("ancestors", "descendants")}
    return report.model_copy(update={"as_of": as_of, **walks})
