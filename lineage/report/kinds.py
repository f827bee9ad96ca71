"""Which files a report has: their names, formats and media types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

ReportFormat = Literal["html", "pdf", "svg", "json", "datacite", "prov", "crate", "openlineage"]
FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a report: the format that asks for it, its media type, and what it is."""

    format: ReportFormat
    media_type: str
    title: str


FILES: Mapping[str, File] = {
    "lineage.json": File("json", "application/json", "all that this report tells, for programs"),
    "lineage.bib": File("json", "application/x-bibtex", "citation as BibTeX"),
    "lineage.schema.jsonld": File("json", "application/ld+json", "a short description in schema.org's words"),
    "lineage.svg": File("svg", "image/svg+xml", "the figure"),
    "lineage.datacite.json": File("datacite", "application/vnd.datacite.datacite+json", "DataCite 4.7, JSON"),
    "lineage.datacite.xml": File("datacite", "application/vnd.datacite.datacite+xml", "DataCite 4.7, XML"),
    "lineage.prov.json": File("prov", "application/prov+json", "W3C PROV-JSON"),
    "lineage.openlineage.jsonl": File("openlineage", "application/jsonl", "OpenLineage events"),
    "lineage.crate.zip": File("crate", "application/zip", "Process Run RO-Crate with the other copies"),
    "lineage.html": File("html", "text/html", "this report as a page"),
    "lineage.pdf": File("pdf", "application/pdf", "this report as PDF"),
}
"""Files by name, in the order in which they are made."""
