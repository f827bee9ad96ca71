"""An ICAT id for a dataset that is there: its location and its id, and nothing else."""

import json
from typing import Any

import pytest

from lineage.errors import InvalidField, MessageError
from lineage.ingest import Context, read
from lineage.model.message import IdentityMessage

SAID = {"type": "identity", "location": "/data/x", "icat_id": 17}


def test_location_and_id_are_read() -> None:
    assert read(json.dumps(SAID).encode(), Context()) == (IdentityMessage("/data/x", 17),)


def test_the_location_is_spelled_as_that_of_a_dataset() -> None:
    said = {**SAID, "location": "/mnt/shares/data//x/"}

    assert read(json.dumps(said).encode(), Context(mount_prefixes=("/mnt/shares",))) == (
        IdentityMessage("/data/x", 17),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"icat_id": 0}, "icat_id"),
        ({"icat_id": "17"}, "icat_id"),
        ({"icat_id": None}, "icat_id"),
        ({"location": "data/x"}, "location"),
        ({"location": " "}, "location"),
        ({"location": "icat:dataset/18"}, "location"),
        ({"name": "x"}, "name"),
    ],
)
def test_what_says_no_location_or_no_id_is_refused(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(MessageError) as refused:
        read(json.dumps({**SAID, **changed}).encode(), Context())

    assert refused.value.facts["field"] == field


def test_a_message_without_an_id_is_refused_as_an_identity() -> None:
    with pytest.raises(MessageError, match="The identity has no icat_id"):
        read(b'{"type": "identity", "location": "/data/x"}', Context())


def test_a_location_that_is_an_id_needs_none() -> None:
    with pytest.raises(InvalidField, match="a location that is no ICAT id"):
        read(b'{"type": "identity", "location": "icat:dataset/17", "icat_id": 17}', Context())
