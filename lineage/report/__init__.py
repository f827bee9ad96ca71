"""Answers to bytes: lineage in the formats of the world outside; knows no database.

One file a format and one line in `EXPORTS`. The same provenance gives the same bytes. Every file tells the number of
the change that it was made from, and one that was cut says so in its own way. What each format keeps is in
docs/formats.md; reading them is left to `ingest`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lineage.model.answers import Format, Provenance
from lineage.report import crate, datacite, openlineage, prov

__all__ = ["EXPORTS", "Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """A format: the name of its file, its media type, who makes it, and what it is called."""

    file: str
    media_type: str
    write: Callable[[Provenance], bytes]
    title: str


EXPORTS: Mapping[Format, Export] = {
    "prov-json": Export("lineage.prov.json", "application/prov+json", prov.json, "W3C PROV-JSON"),
    "prov-n": Export("lineage.provn", "text/provenance-notation", prov.notation, "W3C PROV-N"),
    "prov-xml": Export("lineage.prov.xml", "application/provenance+xml", prov.xml, "W3C PROV-XML"),
    "prov-jsonld": Export("lineage.prov.jsonld", "application/prov+ld+json", prov.jsonld, "PROV-JSONLD"),
    "crate": Export("ro-crate-metadata.json", "application/ld+json", crate.metadata, "Process Run RO-Crate"),
    "openlineage": Export("lineage.openlineage.jsonl", "application/jsonl", openlineage.events, "OpenLineage events"),
    "datacite-json": Export(
        "lineage.datacite.json", "application/vnd.datacite.datacite+json", datacite.json, "DataCite JSON"
    ),
    "datacite-xml": Export(
        "lineage.datacite.xml", "application/vnd.datacite.datacite+xml", datacite.xml, "DataCite XML"
    ),
}
