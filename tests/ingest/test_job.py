import pytest

from lineage.errors import InvalidField
from lineage.ingest.facts import Said
from lineage.ingest.job import JobFacts, application_of, run_of, status_of
from lineage.model.message import Application, Run

WORKFLOW = {"Workflow_id": Said(" 4711 ", 3)}


def test_a_run_is_named_by_the_parameter_of_the_settings() -> None:
    run = run_of(None, WORKFLOW, "Workflow_id", namespace="mx-2485@id30a-3", has_inputs=True)

    assert run == Run("mx-2485@id30a-3", "4711")


def test_a_run_that_is_said_outright_wins() -> None:
    said = JobFacts("12", namespace="ewoks")

    assert run_of(said, WORKFLOW, "Workflow_id", namespace="a@b", has_inputs=False) == Run("ewoks", "12")


def test_a_run_without_a_name_space_is_in_that_of_its_investigation() -> None:
    assert run_of(JobFacts("12"), {}, None, namespace="a@b", has_inputs=True) == Run("a@b", "12")


@pytest.mark.parametrize("parameter", [None, "Workflow_name"])
def test_without_the_parameter_no_run_is_named(parameter: str | None) -> None:
    assert run_of(None, WORKFLOW, parameter, namespace="a@b", has_inputs=True) is None


def test_an_empty_parameter_names_no_run() -> None:
    assert run_of(None, {"Workflow_id": Said(" ")}, "Workflow_id", namespace="a@b", has_inputs=True) is None


def test_the_parameter_makes_no_run_of_raw_data() -> None:
    assert run_of(None, WORKFLOW, "Workflow_id", namespace="a@b", has_inputs=False) is None


def test_the_application_is_program_and_version() -> None:
    said = {"Process_program": Said("autoPROC"), "Process_version": Said("1.1"), "software": Said("bliss")}

    assert application_of(said) == Application("autoPROC", "1.1")


def test_the_sending_client_is_no_application() -> None:
    assert application_of({"software": Said("pyicat-plus_v3.1.0"), "Process_program": Said(" ")}) is None


def test_a_program_of_control_characters_is_refused() -> None:
    with pytest.raises(InvalidField):
        application_of({"Process_program": Said("a\x00b")})


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("SUCCESS", "completed"),
        ("succeeded", "completed"),
        (" Finished ", "completed"),
        ("completed", "completed"),
        ("error", "failed"),
        ("Failed", "failed"),
        ("running", "running"),
        ("started", "running"),
        ("aborted", "aborted"),
        ("cancelled", "aborted"),
        ("strange", "unknown"),
    ],
)
def test_the_status_of_the_workflow_is_the_status_of_the_job(word: str, status: str) -> None:
    assert status_of(None, {"Workflow_status": Said(word)}, Said("true")) == status


def test_a_status_that_is_said_outright_wins() -> None:
    assert status_of(JobFacts("1", status="failed"), {"Workflow_status": Said("success")}, None) == "failed"


@pytest.mark.parametrize(
    ("complete", "status"), [(Said("true"), "completed"), (Said("false"), "unknown"), (None, "unknown")]
)
def test_the_job_of_a_complete_dataset_is_completed(complete: Said | None, status: str) -> None:
    assert status_of(JobFacts("1"), {"Workflow_status": Said("")}, complete) == status
