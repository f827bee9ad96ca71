"""A report as an RO-Crate in one file: the machine copies, with the metadata that tell what each is."""

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lineage.model.answers import Publication, Report
from lineage.model.doi import url_of
from lineage.report import crate
from lineage.report.content import Content

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it, so that the same report gives the same bytes."""

METADATA = "ro-crate-metadata.json"


def package(report: Report, made: Content, files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """Return the zip; `files` are media type and bytes by name.

    They are stored as they are, because compressors differ in the bytes that they make.
    """
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as zipped:
        metadata = json.dumps(_metadata(report, made, files), ensure_ascii=False, indent=1)
        for name, body in [(METADATA, f"{metadata}\n".encode()), *((name, body) for name, (_, body) in files.items())]:
            zipped.writestr(ZipInfo(name, EPOCH), body)
    return stream.getvalue()


def _metadata(report: Report, made: Content, files: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(crate.metadata(report.ancestors))
    graph = found["@graph"]
    root = next(entity for entity in graph if entity["@id"] == "./")
    root["name"] = made["identity"]["title"]
    root["hasPart"] = [*({"@id": name} for name in files), *root["hasPart"]]
    graph += [
        {
            "@id": name,
            "@type": "File",
            "name": name,
            "encodingFormat": media_type,
            "contentSize": str(len(body)),
            "sha256": sha256(body).hexdigest(),
        }
        for name, (media_type, body) in files.items()
    ]
    if report.publication:
        graph += _publish(root, report.publication)
    return found


def _publish(root: dict[str, Any], held: Publication) -> list[dict[str, Any]]:
    """Tell the root what the publication says; return the people that it names."""
    people = [
        {
            "@id": f"https://orcid.org/{person.orcid}" if person.orcid else f"#creator-{number}",
            "@type": "Person",
            "name": person.name,
            **({"affiliation": person.affiliation} if person.affiliation else {}),
        }
        for number, person in enumerate(held.creators, 1)
    ]
    root["identifier"] = url_of(held.doi)
    root["author"] = [{"@id": person["@id"]} for person in people]
    said = {
        "datePublished": held.published,
        "license": held.licence,
        "version": held.version,
        "keywords": held.keywords,
        "publisher": held.publisher,
    }
    root |= {name: value for name, value in said.items() if value}
    return people
