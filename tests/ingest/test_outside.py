"""Files that other programs wrote, against graphs that were computed from them without us."""

import json
from collections import defaultdict
from datetime import UTC
from typing import Any

import pytest

from lineage.errors import MessageError
from lineage.ingest import Context, read
from lineage.model.message import DatasetMessage
from tests.conftest import DATA

FOLDER = DATA / "outside"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text())
CONTEXT = Context(time_zone=UTC)
Pairs = set[tuple[str, str]]


def messages(name: str) -> list[DatasetMessage]:
    found = read((FOLDER / name).read_bytes(), CONTEXT)
    assert all(isinstance(message, DatasetMessage) for message in found)
    return [message for message in found if isinstance(message, DatasetMessage)]


def plain(location: str) -> str:
    """Return the name that a version is of."""
    return location.partition("#run=")[0].removesuffix("#before")


def edges(found: list[DatasetMessage], *, are_plain: bool) -> tuple[Pairs, Pairs]:
    """Return what was read by which job, and what was written by which."""
    spelled = plain if are_plain else str
    inputs = {(spelled(location), str(message.job_key)) for message in found for location in message.inputs}
    return inputs, {(spelled(message.location), str(message.job_key)) for message in found}


def upstream(of: str, inputs: Pairs, outputs: Pairs) -> set[str]:
    """Return the datasets and jobs that a dataset comes from."""
    before: dict[str, set[str]] = defaultdict(set)
    for dataset, job in inputs:
        before[job].add(dataset)
    for dataset, job in outputs:
        before[dataset].add(job)
    seen: set[str] = set()
    waiting = [of]
    while waiting:
        new = before[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen - {of}


@pytest.mark.parametrize("name", TRUTH)
def test_the_edges_are_those_of_the_file(name: str) -> None:
    truth = TRUTH[name]

    inputs, outputs = edges(messages(name), are_plain=True)

    assert len({job for _, job in outputs}) == truth["jobs"] - truth["jobs_without_output"]
    assert len(outputs) == truth["output_edges"]
    if not truth["jobs_without_output"]:
        assert len(inputs) == truth["input_edges"]


@pytest.mark.parametrize("name", [name for name, truth in TRUTH.items() if truth["upstream"] and truth["is_dag"]])
def test_what_lies_upstream_is_what_the_file_says(name: str) -> None:
    inputs, outputs = edges(messages(name), are_plain=True)
    jobs = {job for _, job in outputs}

    for truth in TRUTH[name]["upstream"]:
        name_of = truth["of"].replace("|", "/" if "://" in truth["of"] else ":")
        (of,) = {dataset for dataset, _ in outputs | inputs if dataset.endswith(name_of)} or {name_of}
        found = upstream(of, inputs, outputs)
        assert (len(found - jobs), len(found & jobs)) == (truth["datasets"], truth["jobs"]), of
        if name.endswith(".prov.json"):
            assert sorted(found - jobs) == truth.get("dataset_ids", sorted(found - jobs))


@pytest.mark.parametrize("name", TRUTH)
def test_no_rule_of_the_graph_is_broken_within_a_file(name: str) -> None:
    found = messages(name)

    inputs, outputs = edges(found, are_plain=False)
    assert len({message.location for message in found}) == len(found)
    assert [dataset for dataset, _ in outputs if dataset in upstream(dataset, inputs, outputs)] == []


def test_a_run_that_reads_what_it_writes_read_what_was_there_before() -> None:
    (message,) = messages("self-loop.openlineage.json")

    assert message.inputs == (f"{message.location}#before",)


def test_what_nobody_said_is_named() -> None:
    found = messages("hubmap-complex.prov.json")

    assert {message.other_parameters["lineage_assumed"] for message in found} == {
        "investigation instrument sample start_date end_date"
    }
    assert {message.end_time for message in found} == {"1970-01-01T00:00:00.000000Z"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bad-record.prov.json", "The field entity has value 'notadict'; expected an object."),
        ("no-run-id.openlineage.json", "The run has no runId; a non-empty runId is required."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(name: str, words: str) -> None:
    with pytest.raises(MessageError) as error:
        read((FOLDER / "malformed" / name).read_bytes(), CONTEXT)

    assert error.value.message == words


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"entity": {"x:a": {}}}, "prefix"),
        ({"entity": {}, "notarealtype": {}}, "notarealtype"),
        ({"wasGeneratedBy": {"_:1": {}}}, "prov:entity"),
        ({"@graph": {}}, "@graph"),
        ({"@graph": [{"@id": "a"}]}, "ro-crate-metadata.json"),
        ({"@graph": [{"name": "a"}]}, "@graph[0]"),
        ({"@graph": [{"@id": "a", "x": 1}, {"@id": "a", "x": 2}]}, "@graph[1]"),
        ({"eventTime": "2024-01-01T00:00:00Z", "run": {"runId": "a"}, "job": {"name": "b"}}, "namespace"),
        ({"eventTime": "2024-01-01T00:00:00Z", "run": 1, "job": {}}, "run"),
        ({"schemaVersion": "1.4", "name": "a", "workflow": {"tasks": []}}, "specification"),
        ({"schemaVersion": "1.5", "name": "a", "workflow": {"specification": {"tasks": [{"name": "x"}]}}}, "id"),
    ],
)
def test_the_field_that_is_wrong_is_named(document: dict[str, Any], field: str) -> None:
    with pytest.raises(MessageError) as error:
        read(json.dumps(document).encode(), CONTEXT)

    assert error.value.facts["field"] == field
