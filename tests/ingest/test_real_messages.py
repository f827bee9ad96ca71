"""Real graphs in messages that ESRF's client wrote, against links that were computed from their sources."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from lineage.model.message import DatasetMessage
from tests.ingest.messages import the_dataset

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "tests" / "data" / "esrf-ingest-messages"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text())["files"]


def _read(folder: Path) -> dict[str, DatasetMessage]:
    found = [the_dataset(file.read_bytes()) for file in sorted(folder.glob("*.xml"))]
    return {message.location: message for message in found}


@pytest.mark.parametrize("case", TRUTH)
def test_the_links_are_those_of_the_source(case: str) -> None:
    truth, found = TRUTH[case], _read(FOLDER / case / "messages")
    links = [(message.location, item) for message in found.values() for item in message.inputs]

    assert len(found) == truth["messages"]
    assert sum(message.is_processed for message in found.values()) == truth["processed_datasets"]
    assert sum(item in found for _, item in links) == truth["links_between_known_datasets"]
    assert sorted([location, item] for location, item in links if item not in found) == truth["dangling_inputs"]
    assert max(len(message.inputs) for message in found.values()) == truth["max_inputs"]


@pytest.mark.parametrize("case", [case for case in TRUTH if "soft_links" in TRUTH[case]])
def test_each_dataset_has_its_inputs(case: str) -> None:
    found = _read(FOLDER / case / "messages")

    known = {location: sorted(item for item in message.inputs if item in found) for location, message in found.items()}

    assert known == {location: sorted(links["inputs"]) for location, links in TRUTH[case]["soft_links"].items()}


@pytest.mark.parametrize("case", TRUTH)
def test_nothing_is_left_but_parameters_that_say_something(case: str) -> None:
    found = _read(FOLDER / case / "messages").values()

    assert {name for message in found for name in message.parameters} <= {"Process_program", "machine", "software"}
    assert {name for message in found for name in message.other_parameters} == set()
    assert {message.status for message in found if message.is_processed} == {"completed"}


def test_the_example_is_the_case_of_the_same_name() -> None:
    example = _read(REPOSITORY / "examples" / "relion-tutorial" / "messages")

    assert example == _read(FOLDER / "relion-tutorial" / "messages")
    assert len(example) == 31


def test_messages_are_read_faster_than_any_facility_sends_them() -> None:
    files = [file.read_bytes() for file in sorted((FOLDER / "pegasus-genome" / "messages").glob("*.xml"))]
    begin = time.perf_counter()

    for data in files:
        the_dataset(data)

    assert len(files) / (time.perf_counter() - begin) > 100
