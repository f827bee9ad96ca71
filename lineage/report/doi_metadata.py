"""DataCite metadata 4.7 of a publication: what was said of it, and relations that follow from the lineage.

Relations stand in the order of their worth to a reader, and the first `RELATED_MAX` are kept: articles, instruments and
programs, publications it was made from and those made from it, then parts and sources by themselves. A description
tells of a cut; the whole list is in the other machine copies.
"""

import json as form
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from lineage.model.answers import Publication, Report
from lineage.model.doi import doi_of, url_of
from lineage.report import datacite, facts
from lineage.report.content import Content
from lineage.report.datacite import RELATED_MAX, SCHEMA, UNAVAILABLE, identifier, program
from lineage.report.trace import Trace

Metadata = dict[str, Any]

ATTRIBUTES = {
    "creators": ("creator", "creatorName"),
    "contributors": ("contributor", "contributorName"),
}
NAMESPACE_XML = "{http://www.w3.org/XML/1998/namespace}lang"


def json(report: Report, made: Content) -> bytes:
    """Return DataCite JSON; that of a report without a publication is that of its first dataset."""
    if report.publication is None:
        return datacite.json(report.ancestors) if report.members else b"{}\n"
    return f"{form.dumps(metadata(report, report.publication, made), ensure_ascii=False, indent=1)}\n".encode()


def metadata(report: Report, held: Publication, made: Content) -> Metadata:
    """Return the metadata as DataCite's JSON names them."""
    related = list({item[:3]: item for item in _related(report, held)}.values())
    notes = [f"{RELATED_MAX} of {len(related)} related identifiers are listed here."] * (len(related) > RELATED_MAX)
    descriptions = [
        ("Abstract", held.description),
        ("Methods", " ".join(made["methods"])),
        ("TechnicalInfo", " ".join([f"From change {made['as_of']} of the graph, content {made['hash']}.", *notes])),
    ]
    said = {
        "doi": held.doi,
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [_person(person.model_dump()) for person in held.creators] or [{"name": UNAVAILABLE}],
        "titles": [{"title": held.title or held.doi}],
        "publisher": {"name": held.publisher or UNAVAILABLE},
        "publicationYear": (held.published or held.created or "0000")[:4],
        "subjects": [{"subject": word} for word in held.keywords],
        "contributors": [*_contributors(held)],
        "dates": [
            {"date": day, "dateType": kind}
            for kind, day in (("Issued", held.published), ("Created", held.created), ("Available", held.embargo_until))
            if day
        ],
        "relatedIdentifiers": [
            {
                "relationType": relation,
                "relatedIdentifierType": kind,
                "relatedIdentifier": name,
                **({"relationTypeInformation": about} if about else {}),
            }
            for relation, kind, name, about in related[:RELATED_MAX]
        ],
        "sizes": [f"{made['scope']['volume_bytes']} bytes"] if made["scope"]["volume_bytes"] else [],
        "version": held.version,
        "rightsList": [_rights(held.licence)] if held.licence else [],
        "descriptions": [{"description": text, "descriptionType": kind} for kind, text in descriptions if text],
        "fundingReferences": [
            {"funderName": one.funder, **({"awardNumber": one.award} if one.award else {})} for one in held.funding
        ],
        "schemaVersion": SCHEMA,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def _contributors(held: Publication) -> Iterator[Metadata]:
    for person in held.contributors:
        yield {**_person(person.model_dump()), "contributorType": person.role}
    if held.facility:
        ror = held.facility.ror
        name = {"nameIdentifier": ror, "nameIdentifierScheme": "ROR", "schemeUri": "https://ror.org"}
        yield {
            "name": held.facility.name,
            "nameType": "Organizational",
            "contributorType": "HostingInstitution",
            **({"nameIdentifiers": [name]} if ror else {}),
        }


def _person(person: Mapping[str, Any]) -> Metadata:
    said: Metadata = {"name": person["name"]}
    if person["given_name"] or person["family_name"]:
        said |= {"nameType": "Personal", "givenName": person["given_name"], "familyName": person["family_name"]}
    if person["orcid"]:
        name = {"nameIdentifier": f"https://orcid.org/{person['orcid']}", "nameIdentifierScheme": "ORCID"}
        said |= {"nameType": "Personal", "nameIdentifiers": [{**name, "schemeUri": "https://orcid.org"}]}
    if person["affiliation"]:
        said["affiliation"] = [{"name": person["affiliation"]}]
    return {key: value for key, value in said.items() if value}


def _rights(licence: str) -> Metadata:
    if licence.startswith("https://"):
        return {"rights": licence, "rightsUri": licence}
    scheme = {"rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    return {"rights": licence, "rightsIdentifier": licence.lower(), **scheme}


Related = tuple[str, str, str, str]
"""Relation, type of identifier, identifier, and what there is to say of it."""


def _related(report: Report, held: Publication) -> Iterator[Related]:
    trace = Trace(report)
    members = {item.id for item in report.members}
    sources = {item.id for item in trace.sources}
    derived = {item.id for item in report.descendants.datasets} - members
    for doi in held.articles:
        yield "IsSupplementTo", "DOI", doi, ""
    for instrument in held.instruments:
        if instrument.pid:
            yield "IsCollectedBy", "DOI", instrument.pid, instrument.name
    for step in trace.steps:
        for kind, name in program(step.job.application_doi, step.job.application_url):
            yield "IsCompiledBy", kind, name, step.name
    for holder in report.holders:
        if sources & set(holder.datasets):
            yield "IsDerivedFrom", "DOI", holder.doi, holder.title
        if derived & set(holder.datasets):
            yield "IsSourceOf", "DOI", holder.doi, holder.title
    told = {id for holder in report.holders for id in holder.datasets}
    for item in report.members:
        yield "HasPart", *identifier(item.location, item.id), item.name or ""
    for source in trace.sources:
        if source.id not in told or doi_of(source.location):
            yield "IsDerivedFrom", *identifier(source.location, source.id), source.name or ""


def xml(report: Report, made: Content) -> bytes:
    """Return DataCite XML."""
    if report.publication is None:
        return datacite.xml(report.ancestors) if report.members else b"<resource/>\n"
    said = metadata(report, report.publication, made)
    root = ElementTree.Element("resource", {"xmlns": SCHEMA})
    _add(root, "identifier", said["doi"], identifierType="DOI")
    for group, (one, name) in ATTRIBUTES.items():
        if group in said:
            inside = ElementTree.SubElement(root, group)
            for person in said[group]:
                _add_person(inside, person, one, name)
    _add(ElementTree.SubElement(root, "titles"), "title", said["titles"][0]["title"])
    _add(root, "publisher", said["publisher"]["name"])
    _add(root, "publicationYear", said["publicationYear"])
    _add(root, "resourceType", "Dataset", resourceTypeGeneral="Dataset")
    for group, name, text, attributes in LISTS:
        if said.get(group):
            inside = ElementTree.SubElement(root, group)
            for item in said[group]:
                found = {to: item[key] for key, to in attributes.items() if item.get(key)}
                _add(inside, name, item[text] if text else item, **found)
    if "version" in said:
        _add(root, "version", said["version"])
    if "fundingReferences" in said:
        inside = ElementTree.SubElement(root, "fundingReferences")
        for item in said["fundingReferences"]:
            one_of = ElementTree.SubElement(inside, "fundingReference")
            for key, value in item.items():
                _add(one_of, key, value)
    ElementTree.indent(root)
    text_of: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text_of + b"\n"


LISTS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("subjects", "subject", "subject", {}),
    ("dates", "date", "date", {"dateType": "dateType"}),
    (
        "relatedIdentifiers",
        "relatedIdentifier",
        "relatedIdentifier",
        {key: key for key in ("relationType", "relatedIdentifierType", "relationTypeInformation")},
    ),
    ("sizes", "size", "", {}),
    (
        "rightsList",
        "rights",
        "rights",
        {
            "rightsUri": "rightsURI",
            "rightsIdentifier": "rightsIdentifier",
            "rightsIdentifierScheme": "rightsIdentifierScheme",
            "schemeUri": "schemeURI",
        },
    ),
    ("descriptions", "description", "description", {"descriptionType": "descriptionType"}),
)
"""Group, element, the member that is its text, and the attributes of the others."""


def _add_person(inside: ElementTree.Element, person: Metadata, one: str, name: str) -> None:
    kind = {"contributorType": person["contributorType"]} if "contributorType" in person else {}
    element = ElementTree.SubElement(inside, one, kind)
    typed = {"nameType": person["nameType"]} if "nameType" in person else {}
    _add(element, name, person["name"], **typed)
    for key in ("givenName", "familyName"):
        if key in person:
            _add(element, key, person[key])
    for item in person.get("nameIdentifiers", ()):
        scheme = {"nameIdentifierScheme": item["nameIdentifierScheme"], "schemeURI": item["schemeUri"]}
        _add(element, "nameIdentifier", item["nameIdentifier"], **scheme)
    for item in person.get("affiliation", ()):
        _add(element, "affiliation", item["name"])


def _add(inside: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    said = {key: facts.printable(value) for key, value in attributes.items()}
    ElementTree.SubElement(inside, name, said).text = facts.printable(text)


def links(held: Publication) -> list[tuple[str, str, str]]:
    """Return the links of signposting: relation, address, media type."""
    return [
        ("cite-as", url_of(held.doi), ""),
        *(("author", f"https://orcid.org/{person.orcid}", "") for person in held.creators if person.orcid),
        *([("license", _licence(held.licence), "")] if held.licence else []),
        ("type", "https://schema.org/Dataset", ""),
    ]


def _licence(licence: str) -> str:
    return licence if licence.startswith("https://") else f"https://spdx.org/licenses/{licence}"
