"""What the facts of a dataset mean, whatever the format; XML is used to say them."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import InvalidField, MissingField, SelfInput
from lineage.model.message import Application, DatasetMessage, Run
from tests.ingest.messages import FACTS, LOCATION, RAW_DATA, dataset_json, dataset_xml, the_dataset
from tests.ingest.patience import patient

INPUT = ("input_datasets", f"{RAW_DATA}/run1")

texts = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    max_size=20,
)
known_names = st.sampled_from(
    ["EM_dose", "Process_program", "Workflow_status", "scanNumber", "machine", "complete", "proposal", "mine"]
)
parameter_sets = st.dictionaries(known_names, texts | st.sampled_from(["1", "1.5", "true", "mx-2485"]), max_size=6)


def test_a_dataset_without_inputs_is_raw() -> None:
    found = the_dataset(dataset_xml([("Process_program", "bliss"), ("Workflow_status", "running")]))

    assert found == DatasetMessage(
        location=LOCATION,
        name="autoproc",
        investigation="mx-2485",
        instrument="id30a-3",
        sample="sample1",
        start_time="2023-04-25T08:06:00.000000Z",
        end_time="2023-04-25T08:25:00.000000Z",
        parameters={"Process_program": "bliss", "Workflow_status": "running"},
    )
    assert not found.is_processed


def test_a_dataset_with_inputs_is_processed() -> None:
    found = the_dataset(
        dataset_xml(
            [("input_datasets", f"{RAW_DATA}/run2,{RAW_DATA}/run1"), ("Process_program", "autoPROC")],
            complete="true",
        )
    )

    assert found.inputs == (f"{RAW_DATA}/run1", f"{RAW_DATA}/run2")
    assert (found.application, found.status) == (Application("autoPROC"), "completed")
    assert found.parameters == {"Process_program": "autoPROC"}
    assert found.job_key == f"job-of:{LOCATION}"


def test_paths_and_ids_are_inputs_together() -> None:
    found = the_dataset(dataset_xml([INPUT, ("input_datasetIds", "12 13")]))

    assert found.inputs == (f"{RAW_DATA}/run1", "icat:dataset/12", "icat:dataset/13")
    assert found.other_parameters == {}


@pytest.mark.parametrize(("fact", "parameter"), [("investigation", "proposal"), ("instrument", "beamlineID")])
def test_the_names_of_investigation_and_instrument_are_lower_case(fact: str, parameter: str) -> None:
    said = the_dataset(dataset_xml(facts={fact: " MX-1 "}))
    repeated = the_dataset(dataset_xml([(parameter, "MX-1")], facts={fact: None}))

    assert getattr(said, fact) == getattr(repeated, fact) == "mx-1"


def test_absent_facts_are_taken_from_the_parameters_that_repeat_them() -> None:
    parameters = [
        ("proposal", "mx-2485"),
        ("beamlineID", "id30a-3"),
        ("datasetName", "autoproc"),
        ("location", LOCATION),
        ("startDate", "2023-04-25T10:06:00+02:00"),
        ("endDate", "2023-04-25T10:25:00+02:00"),
        ("Sample_name", "sample1"),
        ("complete", "true"),
    ]

    found = the_dataset(dataset_xml(parameters, complete=None, sample=None, facts=dict.fromkeys(FACTS)))

    assert found.digest == the_dataset(dataset_xml()).digest


def test_a_parameter_that_contradicts_a_fact_is_kept() -> None:
    found = the_dataset(dataset_xml([("location", "/data/other"), ("proposal", "MX-2485"), ("datasetName", "b")]))

    assert found.location == LOCATION
    assert found.parameters == {"location": "/data/other", "datasetName": "b"}


def test_a_parameter_that_repeats_a_fact_in_other_letters_is_kept_where_letters_count() -> None:
    found = the_dataset(dataset_xml([("Sample_name", "SAMPLE1"), ("beamlineID", "ID30A-3"), ("complete", "True")]))

    assert found.parameters == {"Sample_name": "SAMPLE1"}


def test_an_id_is_no_location() -> None:
    with pytest.raises(InvalidField, match="an ICAT id is no place"):
        the_dataset(dataset_xml(facts={"location": "icat:dataset/5"}))


def test_machine_and_software_are_parameters() -> None:
    found = the_dataset(dataset_xml([("machine", "slurm-1"), ("software", "bliss"), ("mine", "1")]))

    assert (found.parameters, found.other_parameters) == (
        {"machine": "slurm-1", "software": "bliss"},
        {"mine": "1"},
    )


def test_mount_prefixes_are_cut() -> None:
    found = the_dataset(
        dataset_xml([("input_datasets", "/mnt/shares/data/a")], facts={"location": "/mnt/shares/data/b/"}),
        mount_prefixes=("/mnt/shares",),
    )

    assert (found.location, found.inputs) == ("/data/b", ("/data/a",))


def test_the_layout_of_the_file_is_no_part_of_a_location() -> None:
    assert the_dataset(dataset_xml(facts={"location": "\n  /data/a \n  "})).location == "/data/a"
    assert the_dataset(dataset_xml(facts={"location": "/data/a "})).location == "/data/a "


def test_a_time_without_a_zone_is_taken_in_that_of_the_settings() -> None:
    found = the_dataset(dataset_xml(facts={"startDate": "2023-04-25T10:06:00"}), time_zone=ZoneInfo("Europe/Paris"))

    assert found.start_time == "2023-04-25T08:06:00.000000Z"


def test_datasets_that_name_one_run_share_its_job() -> None:
    data = [dataset_xml([INPUT, ("Workflow_id", "4711")], facts={"location": f"/data/{name}"}) for name in "ab"]

    jobs = {the_dataset(message, run_parameter="Workflow_id").job_key for message in data}

    assert jobs == {Run("mx-2485@id30a-3", "4711").key}


def test_raw_data_with_the_parameter_of_a_run_stay_raw() -> None:
    found = the_dataset(dataset_xml([("Workflow_id", "4711")]), run_parameter="Workflow_id")

    assert (found.is_processed, found.run) == (False, None)


@pytest.mark.parametrize(
    ("value", "index"),
    [("3", 3), ("-2", -2), ("", 0), ("x", 0), ("1.5", 0), ("1000000000000", 10**12), ("-1000000000000", -(10**12))],
)
def test_the_sequence_index_is_an_integer_or_nothing(value: str, index: int) -> None:
    found = the_dataset(dataset_xml([("Process_sequence_index", value)]))

    assert found.sequence_index == index
    assert len(found.rank.partition("|")[0]) == 13


@pytest.mark.parametrize("value", ["1000000000001", "-1000000000001", "9" * 4_000])
def test_a_sequence_index_beyond_its_bounds_is_refused(value: str) -> None:
    with pytest.raises(InvalidField):
        the_dataset(dataset_xml([("Process_sequence_index", value)]))


def test_techniques_are_sorted_and_each_once() -> None:
    found = the_dataset(dataset_xml([("technique_pid", "ESRFET:2  ESRFET:1 ESRFET:2")]))

    assert found.techniques == ("ESRFET:1", "ESRFET:2")


@pytest.mark.parametrize(
    ("complete", "parameters", "is_complete", "status"),
    [
        ("true", [], True, "completed"),
        ("1", [], True, "completed"),
        ("false", [], False, "unknown"),
        (None, [("complete", "true")], True, "completed"),
        (None, [], True, "unknown"),
        ("", [("complete", "false")], False, "unknown"),
        ("false", [("Workflow_status", "success")], False, "completed"),
    ],
)
def test_complete_is_said_by_the_attribute_or_the_parameter(
    complete: str | None, parameters: list[tuple[str, str]], is_complete: bool, status: str
) -> None:
    found = the_dataset(dataset_xml([INPUT, *parameters], complete=complete))

    assert (found.is_complete, found.status) == (is_complete, status)


def test_the_counters_of_an_ingester_stand_in_for_files() -> None:
    counters = [("__fileCount", "3"), ("__volume", "12")]
    file = "<datafile><location>a</location></datafile>"

    counted = the_dataset(dataset_xml(counters))
    listed = the_dataset(dataset_xml(counters, inside=file))
    broken = the_dataset(dataset_xml([("__fileCount", "-3"), ("__volume", "x")]))

    assert (counted.file_count, counted.volume_bytes) == (3, 12)
    assert (listed.file_count, listed.volume_bytes) == (1, None)
    assert (broken.file_count, broken.volume_bytes) == (None, None)


def test_a_dataset_that_reads_itself_is_refused() -> None:
    with pytest.raises(SelfInput):
        the_dataset(dataset_xml([("input_datasets", f"{RAW_DATA}/run1,{LOCATION}/")]))


def test_a_dataset_that_reads_its_own_id_is_refused() -> None:
    with pytest.raises(SelfInput):
        the_dataset(dataset_xml([("input_datasetIds", "16 17")], inside="<datasetId>17</datasetId>"))


@pytest.mark.parametrize("field", ["investigation", "instrument", "name", "location", "startDate", "endDate"])
@pytest.mark.parametrize("value", [None, "", " \n"])
def test_what_is_absent_or_empty_is_missing(field: str, value: str | None) -> None:
    with pytest.raises(MissingField) as refused:
        the_dataset(dataset_xml(facts={field: value}))

    assert (refused.value.facts["field"], refused.value.facts["line"]) == (field, 1)


def test_the_end_may_be_the_start_but_not_before_it() -> None:
    start = "2023-04-25T10:06:00+02:00"

    assert the_dataset(dataset_xml(facts={"startDate": start, "endDate": "2023-04-25T08:06:00Z"}))
    with pytest.raises(InvalidField):
        the_dataset(dataset_xml(facts={"startDate": start, "endDate": "2023-04-25T08:05:59.999999Z"}))


@patient
@given(parameter_sets, st.randoms(use_true_random=False))
def test_the_order_of_parameters_says_nothing(parameters: dict[str, str], random: Any) -> None:
    ordered = [INPUT, *parameters.items()]
    shuffled = random.sample(ordered, len(ordered))

    assert the_dataset(dataset_xml(shuffled)).digest == the_dataset(dataset_xml(ordered)).digest


@patient
@given(parameter_sets)
def test_a_repeated_parameter_says_nothing_new(parameters: dict[str, str]) -> None:
    once = [INPUT, *parameters.items()]

    assert the_dataset(dataset_xml(once + once)).digest == the_dataset(dataset_xml(once)).digest


@patient
@given(parameter_sets, st.sampled_from([None, "", "tns", "icat", "a.b-c"]))
def test_the_name_space_says_nothing(parameters: dict[str, str], prefix: str | None) -> None:
    pairs = [INPUT, *parameters.items()]

    assert the_dataset(dataset_xml(pairs, prefix=prefix)).digest == the_dataset(dataset_xml(pairs)).digest


@patient
@given(parameter_sets, st.booleans(), texts.filter(str.strip), texts.filter(str.strip))
def test_xml_and_json_that_say_the_same_are_the_same(
    parameters: dict[str, str], is_complete: bool, name: str, sample: str
) -> None:
    in_xml = dataset_xml(
        [INPUT, ("Sample_name", sample), *parameters.items()],
        facts={"name": name},
        sample=None,
        complete=str(is_complete).lower(),
        inside="<comment>new</comment><datasetId>17</datasetId><datafile><location>a</location><size>3</size></datafile>",
    )
    in_json = dataset_json(
        [{"name": key, "value": value} for key, value in parameters.items()],
        name=name,
        sample={"name": sample},
        complete=is_complete,
        inputs=[INPUT[1]],
        comment="new",
        icat_id=17,
        datafiles=[{"location": "a", "size": 3}],
    )

    assert the_dataset(in_json).digest == the_dataset(in_xml).digest
