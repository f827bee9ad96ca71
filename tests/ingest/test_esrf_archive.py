"""An archive status is an event about the dataset of an ICAT id."""

import json

import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest import Context, read
from lineage.model.event import Event

SAID = {"datasetId": 17, "type": "archiving", "level": "info", "message": " on tape "}


def test_type_level_and_message_are_read() -> None:
    facts = {"status": "archiving", "level": "info", "message": "on tape"}

    assert read(json.dumps(SAID).encode(), Context()) == (Event("archive", "icat:dataset/17", facts),)


@pytest.mark.parametrize("message", [None, ""])
def test_a_message_may_be_empty(message: str | None) -> None:
    (event,) = read(json.dumps({**SAID, "message": message}).encode(), Context())

    assert isinstance(event, Event)
    assert event.facts["message"] == ""


def test_a_status_without_its_level_is_refused_as_a_status() -> None:
    with pytest.raises(MissingField, match="The archive status has no level"):
        read(b'{"datasetId": 17, "type": "restoration"}', Context())


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(InvalidField, match="no such key in the archive status"):
        read(json.dumps({**SAID, "location": "/data/a"}).encode(), Context())
