import json
from typing import Any

import pytest

from lineage.errors import InvalidField, MissingField, SelfInput
from lineage.ingest import Context, read
from lineage.model.message import Application, InvestigationMessage, Run
from tests.ingest.messages import FACTS, LOCATION, RAW_DATA, dataset_json, dataset_xml, the_dataset

PACER = {
    "investigation_id": "mx-2485",
    "instrument": "id30a-3",
    "name": "autoproc",
    "location": LOCATION,
    "start_date": "2023-04-25T10:06:00+02:00",
    "end_date": "2023-04-25T10:25:00+02:00",
    "sample": {"name": "sample1"},
    "parameters": [{"name": "input_datasets", "value": f"{RAW_DATA}/run1"}],
    "datafiles": [{"location": "a.h5"}],
}


def _json(**changes: Any) -> bytes:
    return dataset_json(**changes)


def test_a_dataset_as_pacer_reads_it_is_read() -> None:
    found = the_dataset(json.dumps(PACER).encode())

    assert (found.location, found.investigation, found.sample) == (LOCATION, "mx-2485", "sample1")
    assert (found.inputs, found.file_count) == ((f"{RAW_DATA}/run1",), 1)


def test_the_type_of_a_dataset_may_be_said() -> None:
    assert the_dataset(_json(type="dataset")).digest == the_dataset(_json()).digest


def test_snake_case_and_the_spelling_of_the_facility_are_one() -> None:
    snake = {**FACTS, "start_date": FACTS["startDate"], "end_date": FACTS["endDate"]}
    said = {key: value for key, value in snake.items() if key not in {"startDate", "endDate"}}
    data = json.dumps({**said, "sample": "sample1", "complete": True}).encode()

    assert the_dataset(data).digest == the_dataset(_json()).digest


def test_parameters_may_be_a_list_or_an_object() -> None:
    listed = _json(parameters=[{"name": "EM_dose", "value": "1.5"}, {"name": "mine", "value": "a"}])

    assert the_dataset(_json(parameters={"mine": "a", "EM_dose": 1.5})).digest == the_dataset(listed).digest


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (False, "false"), (12, "12"), (1.5, "1.5"), (1e22, "1e+22"), ("", "")]
)
def test_a_value_is_spelled_as_in_xml(value: object, text: str) -> None:
    assert the_dataset(_json(parameters={"mine": value})).other_parameters == {"mine": text}


def test_the_sample_may_be_a_text_or_an_object() -> None:
    assert the_dataset(_json(sample="a")).digest == the_dataset(_json(sample={"name": "a"})).digest


def test_inputs_are_exact() -> None:
    found = the_dataset(_json(inputs=["/data/a, /data/b", "s3://bucket/a,b", 17, "/data/c/"]))

    assert found.inputs == ("/data/a, /data/b", "/data/c", "icat:dataset/17", "s3://bucket/a,b")


def test_inputs_and_the_parameter_are_taken_together() -> None:
    found = the_dataset(_json(inputs=["/data/a"], parameters={"input_datasets": "/data/a,/data/b"}))

    assert found.inputs == ("/data/a", "/data/b")


def test_the_job_says_run_status_and_circumstances() -> None:
    job = {
        "run_id": " 4711 ",
        "namespace": "ewoks",
        "status": "failed",
        "arguments": "-x 1",
        "environment": {"HOST": "slurm-1", "CORES": 4},
    }

    found = the_dataset(_json(job=job, inputs=["/data/a"]))

    assert (found.run, found.status, found.arguments) == (Run("ewoks", "4711"), "failed", "-x 1")
    assert found.environment == {"HOST": "slurm-1", "CORES": "4"}


def test_a_job_without_inputs_makes_a_processed_dataset() -> None:
    found = the_dataset(_json(job={"run_id": "1"}))

    assert (found.is_processed, found.run) == (True, Run("mx-2485@id30a-3", "1"))


def test_the_application_wins_over_the_parameters() -> None:
    application = {"name": "autoPROC", "version": "1.1", "doi": "10.1/a", "url": "https://example.org"}
    parameters = {"Process_program": "other"}

    found = the_dataset(_json(application=application, inputs=["/data/a"], parameters=parameters))

    assert found.application == Application("autoPROC", "1.1", "10.1/a", "https://example.org")
    assert found.parameters == parameters


def test_an_application_of_raw_data_is_refused() -> None:
    with pytest.raises(InvalidField, match="made by no application"):
        the_dataset(_json(application={"name": "autoPROC"}))


def test_techniques_are_sorted_and_each_once() -> None:
    found = the_dataset(_json(techniques=["b", "a"], parameters={"technique_pid": "c a"}))

    assert found.techniques == ("a", "b", "c")


def test_json_and_xml_that_say_the_same_are_the_same() -> None:
    in_xml = dataset_xml([("input_datasets", "/data/a"), ("Process_program", "autoPROC")])
    in_json = _json(inputs=["/data/a"], parameters={"Process_program": "autoPROC"})

    assert the_dataset(in_json) == the_dataset(in_xml)


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"location": None}, MissingField, "location"),
        ({"sample": None}, MissingField, "sample"),
        ({"sample": {}}, MissingField, "sample.name"),
        ({"sample": 5}, InvalidField, "sample"),
        ({"parameters": 5}, InvalidField, "parameters"),
        ({"parameters": [{"name": "a", "value": 1}, {"name": "b"}]}, MissingField, "parameters[1].value"),
        ({"parameters": [{"name": "a", "value": None}]}, InvalidField, "parameters[0].value"),
        ({"parameters": {"text": {}}}, InvalidField, "parameters.text"),
        ({"parameters": {"a\0": "b"}}, InvalidField, "parameters.a\0.[key]"),
        ({"datafiles": [{"location": "a", "size": 1.5}]}, InvalidField, "datafiles[0].size"),
        ({"inputs": [True]}, InvalidField, "inputs[0]"),
        ({"inputs": [0]}, InvalidField, "inputs[0]"),
        ({"inputs": ["a"]}, InvalidField, "inputs[0]"),
        ({"job": {"run_id": " "}}, MissingField, "job.run_id"),
        ({"job": {"run_id": "1", "environment": {"A": {}}}}, InvalidField, "job.environment.A"),
        ({"job": {"run_id": "a\nb"}}, InvalidField, "job.run_id"),
        ({"application": {"name": "a\nb"}}, InvalidField, "application.name"),
        ({"techniques": ["a", " "]}, MissingField, "techniques[1]"),
        ({"techniques": ["a\nb"]}, InvalidField, "techniques[0]"),
        ({"icat_id": 2**63}, InvalidField, "icat_id"),
        ({"complete": "true"}, InvalidField, "complete"),
        ({"outputs": ["/data/b"]}, InvalidField, "outputs"),
        ({"type": ["dataset"]}, InvalidField, "type"),
    ],
)
def test_a_complaint_names_the_way_to_the_field(
    changes: dict[str, Any], error: type[MissingField | InvalidField], field: str
) -> None:
    with pytest.raises(error) as refused:
        the_dataset(_json(**changes))

    assert refused.value.facts["field"] == field


def test_a_dataset_that_reads_itself_is_refused() -> None:
    with pytest.raises(SelfInput):
        the_dataset(_json(inputs=["/data/a", f"{LOCATION}/"]))


def test_an_investigation_is_told_by_its_type() -> None:
    said = {
        "type": "investigation",
        "investigation": "MX-2485",
        "instrument": "ID30A-3",
        "start_date": "2023-04-25T10:00:00+02:00",
        "end_date": "2023-04-26T10:00:00+02:00",
        "title": "A title",
        "icat_id": 5,
    }

    assert read(json.dumps(said).encode(), Context()) == (
        InvestigationMessage(
            "mx-2485",
            "id30a-3",
            "2023-04-25T08:00:00.000000Z",
            end_time="2023-04-26T08:00:00.000000Z",
            title="A title",
            icat_id=5,
        ),
    )


def test_an_investigation_has_the_names_of_the_facility_too() -> None:
    said = {"type": "investigation", "experiment": "a", "instrument": "b", "startDate": "2023-04-25T10:00:00Z"}

    assert read(json.dumps(said).encode(), Context()) == (
        InvestigationMessage("a", "b", "2023-04-25T10:00:00.000000Z"),
    )


def test_an_investigation_without_a_name_is_refused() -> None:
    with pytest.raises(MissingField, match="The investigation has no experiment"):
        read(b'{"type": "investigation", "instrument": "b", "start_date": "2023-04-25T10:00:00Z"}', Context())
