"""DataCite metadata 4.5 of the first dataset asked about: its relations, derived from the lineage.

Who mints the DOI fills in creators and publisher: they stand as ``(:unav)``, DataCite's word for a value that is not
available, and its DOI as ``(:tba)`` until there is one. Relations are capped in the order of their names; a
description tells of a cut.
"""

import json as form
import re
from typing import Any
from xml.etree import ElementTree

from lineage.model.answers import Provenance
from lineage.report import facts

RELATED_MAX = 100
"""More are hard to read on a landing page; the whole is in the other formats."""

UNAVAILABLE, TO_BE_ASSIGNED = "(:unav)", "(:tba)"
SCHEMA = "http://datacite.org/schema/kernel-4"
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)

Metadata = dict[str, Any]
Related = tuple[str, str, str]
"""Relation, type of identifier, identifier."""


def json(provenance: Provenance) -> bytes:
    """Return DataCite JSON, as its REST interface takes it."""
    return f"{form.dumps(metadata(provenance), ensure_ascii=False, indent=1)}\n".encode()


def xml(provenance: Provenance) -> bytes:
    """Return DataCite XML."""
    said = metadata(provenance)
    root = ElementTree.Element("resource", {"xmlns": SCHEMA})
    ElementTree.SubElement(root, "identifier", {"identifierType": "DOI"}).text = said.get("doi", TO_BE_ASSIGNED)
    creators = ElementTree.SubElement(root, "creators")
    for creator in said["creators"]:
        ElementTree.SubElement(ElementTree.SubElement(creators, "creator"), "creatorName").text = creator["name"]
    titles = ElementTree.SubElement(root, "titles")
    for title in said["titles"]:
        ElementTree.SubElement(titles, "title").text = title["title"]
    ElementTree.SubElement(root, "publisher").text = said["publisher"]["name"]
    ElementTree.SubElement(root, "publicationYear").text = said["publicationYear"]
    ElementTree.SubElement(root, "resourceType", {"resourceTypeGeneral": "Dataset"}).text = "Dataset"
    _add(root, "alternateIdentifiers", "alternateIdentifier", said["alternateIdentifiers"], "alternateIdentifier")
    if said["relatedIdentifiers"]:
        _add(root, "relatedIdentifiers", "relatedIdentifier", said["relatedIdentifiers"], "relatedIdentifier")
    _add(root, "descriptions", "description", said["descriptions"], "description")
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add(root: ElementTree.Element, group: str, name: str, items: list[dict[str, str]], text: str) -> None:
    inside = ElementTree.SubElement(root, group)
    for item in items:
        attributes = {key: value for key, value in item.items() if key != text}
        ElementTree.SubElement(inside, name, attributes).text = item[text]


def metadata(provenance: Provenance) -> Metadata:
    """Return the metadata as DataCite's JSON names them."""
    start = next(item for item in provenance.datasets if item.id == provenance.starts[0].id)
    related = _related(provenance)
    doi = _DOI.fullmatch(start.location)
    notes = [facts.description(provenance)]
    if len(related) > RELATED_MAX:
        notes.append(f"{RELATED_MAX} of {len(related)} related identifiers are listed here.")
    return {
        **({"doi": doi[1]} if doi else {}),
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [{"name": UNAVAILABLE}],
        "titles": [{"title": start.name or start.location}],
        "publisher": {"name": UNAVAILABLE},
        "publicationYear": (start.end_time or "0000")[:4],
        "alternateIdentifiers": [
            {"alternateIdentifierType": "Location", "alternateIdentifier": start.location},
            {"alternateIdentifierType": "URN", "alternateIdentifier": f"urn:uuid:{start.id}"},
        ],
        "relatedIdentifiers": [
            {"relationType": relation, "relatedIdentifierType": kind, "relatedIdentifier": identifier}
            for relation, kind, identifier in related[:RELATED_MAX]
        ],
        "descriptions": [{"description": " ".join(notes), "descriptionType": "TechnicalInfo"}],
        "schemaVersion": SCHEMA,
    }


def _related(provenance: Provenance) -> list[Related]:
    """Return relations to applications, then to datasets, those with a DOI before those known by our id alone."""
    relation = "IsDerivedFrom" if provenance.direction == "ancestors" else "IsSourceOf"
    starts = {start.id for start in provenance.starts}
    others = {(relation, *identifier(item.location, item.id)) for item in provenance.datasets if item.id not in starts}
    programs = {
        ("IsCompiledBy", *found)
        for job in provenance.jobs
        for found in program(job.application_doi, job.application_url)
    }
    return [*sorted(programs), *sorted(others)]


def identifier(location: str, id: str) -> tuple[str, str]:
    """Return type and identifier of a dataset; a path is no identifier outside, so its id stands for it."""
    if doi := _DOI.fullmatch(location):
        return "DOI", doi[1]
    if location.startswith(("http://", "https://")):
        return "URL", location
    if location.startswith("urn:"):
        return "URN", location
    return "URN", f"urn:uuid:{id}"


def program(doi: str, url: str) -> list[tuple[str, str]]:
    """Return type and identifier of an application; none where it has neither DOI nor address."""
    if found := _DOI.fullmatch(doi):
        return [("DOI", found[1])]
    return [("URL", url)] if url.startswith(("http://", "https://")) else []
