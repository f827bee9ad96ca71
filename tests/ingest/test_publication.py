"""A publication in the JSON form: one spelling of what it says, and complaints that name the field."""

import json
from typing import Any

import pytest

from lineage.errors import InvalidField, MessageError, MissingField
from lineage.ingest import Context, read
from lineage.model.publication import PublicationMessage


def said(**facts: Any) -> PublicationMessage:
    body = json.dumps({"type": "publication", "doi": "10.1234/a", **facts}).encode()
    (found,) = read(body, Context(mount_prefixes=("/mnt/x",)))
    assert isinstance(found, PublicationMessage)
    return found


def test_members_are_normalised_and_each_is_named_once() -> None:
    found = said(
        members=["/data/b/", "/mnt/x/data/b", 17, "s3://bucket/a", "/data/a"],
        investigations=[{"name": "MX-2485", "instrument": "ID30A-3"}, {"name": "mx-2485", "instrument": "id30a-3"}],
    )

    assert found.members == ("/data/a", "/data/b", "icat:dataset/17", "s3://bucket/a")
    assert found.investigations == (("mx-2485", "id30a-3"),)


@pytest.mark.parametrize(
    "doi", ["10.1234/A", "doi:10.1234/a", "https://doi.org/10.1234/A", "http://dx.doi.org/10.1234/a"]
)
def test_a_doi_has_one_spelling(doi: str) -> None:
    assert said(doi=doi).doi == "10.1234/a"


def test_what_says_the_same_has_the_same_rank_at_one_time() -> None:
    first = said(title="T", creators=[{"name": "A", "orcid": "https://orcid.org/0000-0002-1825-0097"}], keywords=[])
    other = said(creators=[{"orcid": "0000-0002-1825-0097", "name": "A"}], title="T", version="")

    assert first.sent("2024").rank == other.sent("2024").rank
    assert first.sent("2025").rank > other.sent("2024").rank
    assert first.sent("2024").rank != said(title="U").sent("2024").rank


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"doi": "11.1/x"}, "doi"),
        ({"doi": f"10.1234/{'x' * 600}"}, "doi"),
        ({"creators": [{"name": "A", "orcid": "0000-0002-1825-009X"}]}, "creators[0].orcid"),
        ({"contributors": [{"name": "A", "role": "Boss"}]}, "contributors[0].role"),
        ({"members": ["a"]}, "members[0]"),
        ({"members": [0]}, "members[0]"),
        ({"investigations": [{"name": "a\nb", "instrument": "x"}]}, "investigations[0].name"),
        ({"embargo_until": "soon"}, "embargo_until"),
        ({"facility": {"name": "F", "ror": "javascript:x"}}, "facility.ror"),
        ({"title": "a\x00"}, "title"),
        ({"titel": "T"}, "titel"),
    ],
)
def test_what_is_wrong_is_named(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        said(**facts)

    assert caught.value.facts["field"] == field


def test_a_publication_without_a_doi_is_none() -> None:
    with pytest.raises(MissingField, match="doi"):
        read(b'{"type": "publication"}', Context())
    with pytest.raises(MessageError):
        read(b'{"type": "publication", "doi": 1}', Context())
