"""Publications, and all that a report of one is made from."""

from pydantic import Field

from lineage.model.answers.base import Answer, AsOf
from lineage.model.answers.nodes import DatasetRef
from lineage.model.answers.provenance import Provenance
from lineage.model.publication import PublicationState
from lineage.model.roles import Role


class Person(Answer):
    """Who made what is published."""

    name: str
    given_name: str | None = None
    family_name: str | None = None
    orcid: str | None = None
    affiliation: str | None = None


class Contributor(Person):
    """Who took part, and as what, in DataCite's words."""

    role: Role = "Other"


class Facility(Answer):
    """Where data were taken."""

    name: str
    ror: str | None = None


class PublishedInstrument(Answer):
    """An instrument with its DOI."""

    name: str
    pid: str | None = None


class Funding(Answer):
    """Who paid."""

    funder: str
    award: str | None = None


class PublicationFacts(Answer):
    """What the latest message says of a DOI, but for what it holds."""

    title: str = ""
    state: PublicationState = "draft"
    creators: list[Person] = Field(default_factory=list)
    contributors: list[Contributor] = Field(default_factory=list)
    published: str | None = Field(None, description="day when it was made public")
    created: str | None = None
    embargo_until: str | None = Field(None, description="last day of its embargo")
    licence: str | None = Field(None, description="SPDX identifier, or an address")
    publisher: str | None = None
    version: str | None = None
    description: str | None = None
    keywords: list[str] = Field(default_factory=list)
    facility: Facility | None = None
    instruments: list[PublishedInstrument] = Field(default_factory=list)
    funding: list[Funding] = Field(default_factory=list)
    articles: list[str] = Field(default_factory=list, description="DOIs of articles that it belongs to")
    url: str | None = None


class Publication(PublicationFacts, AsOf):
    """A DOI and what it holds; its datasets are those named, and those of the investigations named."""

    doi: str
    datasets: list[DatasetRef] = Field(description="by location")
    datasets_count: int = Field(description="how many it holds; more than are shown when the answer is cut")
    investigations: list[str] = Field(description="keys of investigations that it holds as a whole")
    sent_at: str = Field(description="when the message that counts was sent; empty when none was")
    since: int
    change: int


class Holder(PublicationFacts):
    """A publication that holds some of the datasets that a report tells of."""

    doi: str
    datasets: list[str] = Field(description="public ids of those datasets, sorted")


class Report(AsOf):
    """All that a lineage report is made from, read at one change of the graph."""

    subject: str = Field(description="the DOI, the location or the investigation that was asked about")
    publication: Publication | None
    members: list[DatasetRef] = Field(description="the datasets that the report is about, by location")
    members_count: int
    ancestors: Provenance
    descendants: Provenance
    holders: list[Holder] = Field(description="other publications of what is told of, by DOI")
