"""A metadata update is one event for each path, of a parameter from which nothing else follows."""

import json
from typing import Any

import pytest

from lineage.errors import FixedParameter, InvalidField
from lineage.ingest import Context, read
from lineage.model.event import Event
from lineage.model.message import Message

SAID = {
    "proposal": "MX-2485",
    "beamline": "ID30A-3",
    "datasetPaths": ["/data/a"],
    "metadataName": "scanNumber",
    "metadataValue": "3",
}


def _read(context: Context | None = None, **keys: Any) -> tuple[Message, ...]:
    return read(json.dumps({**SAID, **keys}).encode(), context or Context())


def _one(**keys: Any) -> Event:
    (event,) = _read(**keys)
    assert isinstance(event, Event)
    return event


def test_a_value_is_typed_by_the_definitions_and_kept_as_it_was_sent() -> None:
    facts = {"name": "scanNumber", "value": "3", "investigation": "mx-2485@id30a-3"}

    assert _one() == Event("metadata", "/data/a", facts, typed_value=3)


@pytest.mark.parametrize(("name", "value"), [("scanNumber", "n/a"), ("own", "3")])
def test_a_value_of_no_definition_or_another_type_is_a_text(name: str, value: str) -> None:
    event = _one(metadataName=name, metadataValue=value)

    assert (event.typed_value, event.facts["value"]) == (None, value)


def test_every_path_has_an_event_and_each_location_one() -> None:
    found = _read(Context(mount_prefixes=("/mnt/x",)), datasetPaths=["/data/b", "/mnt/x/data/b/", "/data/a, b"])

    assert [event.subject for event in found if isinstance(event, Event)] == ["/data/b", "/data/a, b"]


def test_one_path_may_stand_without_a_list() -> None:
    assert _one(datasetPaths="/data/a") == _one()


def test_a_number_is_spelled_as_a_text() -> None:
    assert _one(metadataValue=3) == _one()


@pytest.mark.parametrize(
    "name", ["location", "input_datasets", "input_datasetIds", "proposal", "beamlineID", "Process_program", "startDate"]
)
def test_what_more_follows_from_is_refused(name: str) -> None:
    with pytest.raises(FixedParameter, match=f"The parameter '{name}' cannot be changed by a metadata update"):
        _read(metadataName=name)


def test_the_parameter_that_names_the_run_is_refused() -> None:
    with pytest.raises(FixedParameter):
        _read(Context(run_parameter="Workflow_id"), metadataName="Workflow_id")


def test_an_icat_id_is_no_path() -> None:
    with pytest.raises(InvalidField) as refused:
        _read(datasetPaths=["icat:dataset/7"])

    assert refused.value.facts["field"] == "datasetPaths[0]"
