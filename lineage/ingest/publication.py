"""A publication as one JSON object: a DOI, what it holds, and what its landing page tells.

::

    {"type": "publication", "doi": "10.15151/ESRF-DC-1", "title": "...",
     "members": ["/data/...", 17],            locations, URIs and ICAT ids of datasets
     "investigations": [{"name": "mx-2485", "instrument": "id30a-3"}],
     "creators": [{"name": "Carberry, Josiah", "orcid": "0000-0002-1825-0097", "affiliation": "..."}],
     "contributors": [{"name": "...", "role": "DataCurator"}],
     "state": "findable", "published": "2024-05-01", "created": "2024-04-01", "embargo_until": "2027-05-01",
     "licence": "CC-BY-4.0", "publisher": "ESRF", "version": "1", "description": "...",
     "keywords": ["..."], "facility": {"name": "...", "ror": "https://ror.org/..."},
     "instruments": [{"name": "ID30A-3", "pid": "10.1/..."}], "funding": [{"funder": "...", "award": "..."}],
     "articles": ["10.1107/..."], "url": "https://..."}

Only ``doi`` is needed. A role is a word of DataCite's list. A message says all of a publication: what it leaves out is
gone when it counts.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.facts import Said, name
from lineage.ingest.json_schema import Filled, Input, Strict, Text, checked
from lineage.model.doi import doi_of
from lineage.model.location import normalise, of_icat_id
from lineage.model.message import Message
from lineage.model.publication import PublicationMessage, PublicationState
from lineage.model.roles import Role

PUBLICATION = "publication"
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")


def _orcid(text: str) -> str:
    found = _ORCID.fullmatch(text.strip())
    if not found or _check_digit(found[1]) != found[1][-1]:
        raise PydanticCustomError("orcid", "an ORCID iD with its right check digit")
    return found[1]


def _check_digit(orcid: str) -> str:
    """Return the last sign that an ORCID iD must have (ISO 7064 11,2)."""
    total = 0
    for digit in orcid.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError as error:
        raise PydanticCustomError("day", "a day in ISO 8601") from error


def _doi(text: str) -> str:
    if found := doi_of(text):
        return found
    raise PydanticCustomError("doi", "a DOI, as 10.15151/ESRF-DC-1")


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"]+", text):
        raise PydanticCustomError("address", "an address that begins with http:// or https://")
    return text


Day = Annotated[Text, AfterValidator(_day)]
Doi = Annotated[Text, AfterValidator(_doi)]
Orcid = Annotated[Text, AfterValidator(_orcid)]
Address = Annotated[Text, AfterValidator(_address)]


class PersonObject(Strict):
    """Who made it."""

    name: Filled
    given_name: Text | None = None
    family_name: Text | None = None
    orcid: Orcid | None = None
    affiliation: Text | None = None


class ContributorObject(PersonObject):
    """Who took part, and as what."""

    role: Role = "Other"


class InvestigationName(Strict):
    """An investigation that the publication holds as a whole."""

    name: Filled
    instrument: Filled


class FacilityObject(Strict):
    """Where the data were taken."""

    name: Filled
    ror: Address | None = None


class InstrumentObject(Strict):
    """An instrument with its DOI."""

    name: Filled
    pid: Doi | None = None


class FundingObject(Strict):
    """Who paid."""

    funder: Filled
    award: Text | None = None


class PublicationObject(Strict):
    """A publication."""

    doi: Doi
    members: list[Input] = Field(default_factory=list)
    investigations: list[InvestigationName] = Field(default_factory=list)
    title: Text | None = None
    creators: list[PersonObject] = Field(default_factory=list)
    contributors: list[ContributorObject] = Field(default_factory=list)
    state: PublicationState = "draft"
    published: Day | None = None
    created: Day | None = None
    embargo_until: Day | None = None
    licence: Text | None = None
    publisher: Text | None = None
    version: Text | None = None
    description: Text | None = None
    keywords: list[Filled] = Field(default_factory=list)
    facility: FacilityObject | None = None
    instruments: list[InstrumentObject] = Field(default_factory=list)
    funding: list[FundingObject] = Field(default_factory=list)
    articles: list[Doi] = Field(default_factory=list)
    url: Address | None = None


def is_mine(document: Document) -> bool:
    """True for a JSON object that says so."""
    return document.object is not None and document.object.get("type") == PUBLICATION


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError that names the way of keys to the field."""
    said = {key: value for key, value in (document.object or {}).items() if key != "type"}
    found = checked(PublicationObject, said, within=PUBLICATION)
    facts = found.model_dump(exclude={"doi", "members", "investigations"}, exclude_none=True)
    return (
        PublicationMessage(
            doi=_short(found.doi),
            members=tuple(sorted({_member(item, index, context) for index, item in enumerate(found.members)})),
            investigations=tuple(
                sorted({_investigation(item, index) for index, item in enumerate(found.investigations)})
            ),
            facts={key: value for key, value in facts.items() if value not in ("", [])},
        ),
    )


def _short(doi: str) -> str:
    return name(Said(doi), "doi")


def _member(item: str | int, index: int, context: Context) -> str:
    if isinstance(item, int):
        return of_icat_id(item)
    return normalise(item, field=f"members[{index}]", mount_prefixes=context.mount_prefixes)


def _investigation(item: InvestigationName, index: int) -> tuple[str, str]:
    way = f"investigations[{index}]"
    found = tuple(name(Said(value), f"{way}.{key}").lower() for key, value in item.model_dump().items())
    return found[0], found[1]
