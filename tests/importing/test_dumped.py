"""From dumps to messages: against a graph computed without us, and rule by rule."""

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from lineage.errors import ContradictingLinks, DumpError, InvalidField, MessageError, SecondProducer, SelfInput
from lineage.importing.dump_file import _named
from lineage.importing.dumped import Dump
from lineage.importing.objects import datafile_location, dataset_location
from lineage.ingest import Context, read
from lineage.model.location import public_id
from lineage.model.message import DatasetMessage, InvestigationMessage
from tests.conftest import DATA
from tests.importing.dumps import collection, dataset, dataset_key, dump, job, parameter

FOLDER = DATA / "python-icat"
TRUTH: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text())["icatdump-6.2.xml"]

Read = dict[str, DatasetMessage | MessageError]


def messages(file: Path) -> Read:
    """Return what the messages of a dump are, or why they are refused."""
    found: Read = {}
    for made in Dump(str(file)).made():
        try:
            (message,) = read(made.body, Context())
        except MessageError as error:
            found[made.name] = error
        else:
            assert isinstance(message, DatasetMessage | InvestigationMessage)
            if isinstance(message, DatasetMessage):
                found[made.name] = message
    return found


def accepted(file: Path) -> dict[str, DatasetMessage]:
    found = messages(file)
    assert not [error for error in found.values() if isinstance(error, MessageError)]
    return {name: message for name, message in found.items() if isinstance(message, DatasetMessage)}


def location(node: str) -> str:
    """Return the location of a node of the truth, which has the key of the dump as its id."""
    kind, _, key = node.partition(":")
    names = _named(key.partition("_")[2])
    return dataset_location(names) if kind == "dataset" else datafile_location(names)


@pytest.mark.parametrize("name", ["icatdump-6.2.xml", "icatdump-6.2.yaml"])
def test_the_graph_is_the_one_that_was_computed_without_us(name: str) -> None:
    found = accepted(FOLDER / name)
    graph = nx.DiGraph()
    for message in found.values():
        graph.add_node(message.location)
        if message.job_key:
            graph.add_edge(message.job_key, message.location)
            graph.add_edges_from((one, message.job_key) for one in message.inputs)
    jobs = {message.job_key for message in found.values() if message.job_key}

    assert (len(found), len(jobs)) == (TRUTH["datasets"], TRUTH["jobs"])
    assert len({message.application for message in found.values() if message.application}) == TRUTH["applications"]
    assert graph.number_of_edges() == TRUTH["input_edges"] + TRUTH["output_edges"]
    for truth in TRUTH["upstream"]:
        assert nx.ancestors(graph, location(truth["of"])) - jobs == set(map(location, truth["dataset_ids"]))
    for truth in TRUTH["downstream"]:
        assert nx.descendants(graph, location(truth["of"])) - jobs == set(map(location, truth["dataset_ids"]))
    assert {node for node in graph if not graph.pred[node]} == set(map(location, TRUTH["root_dataset_ids"]))
    assert {node for node in graph if not graph.succ[node]} == set(map(location, TRUTH["leaf_dataset_ids"]))


def test_both_forms_are_the_same_messages() -> None:
    assert accepted(FOLDER / "icatdump-6.2.xml") == accepted(FOLDER / "icatdump-6.2.yaml")


def test_a_dataset_without_a_location_has_the_names_that_identify_it_and_says_what_was_not_told() -> None:
    found = accepted(FOLDER / "icatdump-6.2.xml")["icat://ESNF/08100122-EF/1.1-P/e201215"]

    assert (found.investigation, found.instrument, found.sample) == ("08100122-ef", "hike", "Durol SC")
    assert found.techniques == ("PaNET01103",)
    assert (found.file_count, found.volume_bytes) == (1, 368369)
    assert found.end_time == found.start_time
    assert found.other_parameters["lineage_assumed"] == "end_date"


def test_two_values_of_one_name_keep_their_units() -> None:
    found = accepted(FOLDER / "icatdump-6.2.xml")["icat://ESNF/12100409-ST/1.1-P/e208945"]

    said = found.other_parameters
    assert (said["Sample temperature (C)"], said["Sample temperature (K)"]) == ("3.92", "277.07")


def test_what_was_published_has_the_identifier_of_the_publication() -> None:
    found = accepted(FOLDER / "icatdump-6.2.xml")["icat://ESNF/12100409-ST/1.1-P/pub-00027"]

    assert found.other_parameters["publication_pids"] == "DOI:00.0815/pub-00027"


def test_a_datafile_that_a_job_names_tells_its_dataset() -> None:
    found = accepted(FOLDER / "icatdump-6.2.xml")["icat://ESNF/12100409-ST/1.1-P/e208945/e208945-2.nxs"]

    assert found.other_parameters["datafile_of"] == "icat://ESNF/12100409-ST/1.1-P/e208945"
    assert (found.name, found.volume_bytes) == ("e208945-2.nxs", 28937)


def test_a_job_with_several_outputs_is_one_job(tmp_path: Path) -> None:
    collections = {"1": collection("a"), "2": collection("b", "c")}
    whole = job("1", "2", arguments="-x")
    file = dump(tmp_path / "d.yaml", *map(dataset, "abc"), dataCollection=collections, job={"1": whole})

    found = accepted(file)

    assert found["/data/b"].job_key == found["/data/c"].job_key
    assert found["/data/b"].inputs == ("/data/a",)
    assert found["/data/b"].arguments == "-x"
    assert found["/data/a"].job_key is None


def test_a_job_without_inputs_makes_a_dataset_from_nothing(tmp_path: Path) -> None:
    file = dump(tmp_path / "d.yaml", dataset("b"), dataCollection={"2": collection("b")}, job={"1": job(None, "2")})

    found = accepted(file)["/data/b"]

    assert found.is_processed
    assert found.inputs == ()
    assert found.application is not None


def test_soft_links_alone_are_the_inputs(tmp_path: Path) -> None:
    said = [parameter("input_datasets", "/data/a,/data/x"), parameter("Process_program", "autoproc")]
    file = dump(tmp_path / "d.yaml", dataset("a"), dataset("b", parameters=said))

    found = accepted(file)["/data/b"]

    assert found.inputs == ("/data/a", "/data/x")
    assert found.application is not None
    assert found.application.name == "autoproc"


def test_soft_links_that_agree_with_the_job_are_no_contradiction(tmp_path: Path) -> None:
    said = [parameter("input_datasets", "/data/a"), parameter("input_datasetIds", "17")]
    file = dump(
        tmp_path / "d.yaml",
        dataset("a"),
        dataset("b", parameters=said),
        dataCollection={"1": collection("a"), "2": collection("b")},
        job={"1": job("1", "2")},
    )

    assert accepted(file)["/data/b"].inputs == ("/data/a",)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (["a"], [parameter("input_datasets", "/data/x")]),
        (["a"], [parameter("input_datasets", "/data/a,/data/x")]),
        (["a", "c"], [parameter("input_datasets", "/data/a")]),
        (["a", "c"], [parameter("input_datasetIds", "17")]),
        ([], [parameter("input_datasets", "/data/a")]),
        (["a"], [parameter("input_datasets", "/data/a"), parameter("input_datasetIds", "17 18")]),
    ],
)
def test_a_job_and_a_parameter_that_differ_are_a_contradiction(
    tmp_path: Path, inputs: list[str], said: list[dict[str, str]]
) -> None:
    file = dump(
        tmp_path / "d.yaml",
        *map(dataset, "ac"),
        dataset("b", parameters=said),
        dataCollection={"1": collection(*inputs), "2": collection("b")},
        job={"1": job("1", "2")},
    )

    error = messages(file)["/data/b"]

    assert isinstance(error, ContradictingLinks)
    assert error.facts["location"] == "/data/b"
    assert len(error.facts["counts"]) == 2


def test_two_jobs_that_claim_one_dataset_are_refused(tmp_path: Path) -> None:
    file = dump(
        tmp_path / "d.yaml",
        *map(dataset, "abc"),
        dataCollection={"1": collection("a"), "2": collection("b"), "3": collection("c")},
        job={"1": job("1", "2"), "2": job("3", "2")},
    )

    assert isinstance(messages(file)["/data/b"], SecondProducer)


def test_a_job_that_stands_there_twice_is_one(tmp_path: Path) -> None:
    collections = {"1": collection("a"), "2": collection("b"), "3": collection("a"), "4": collection("b")}
    jobs = {"1": job("1", "2"), "2": job("3", "4")}
    file = dump(tmp_path / "d.yaml", *map(dataset, "ab"), dataCollection=collections, job=jobs)

    assert accepted(file)["/data/b"].inputs == ("/data/a",)


def test_a_job_that_reads_what_it_writes_is_refused(tmp_path: Path) -> None:
    collections = {"1": collection("a", "b"), "2": collection("b")}
    file = dump(tmp_path / "d.yaml", *map(dataset, "ab"), dataCollection=collections, job={"1": job("1", "2")})

    assert isinstance(messages(file)["/data/b"], SelfInput)


def test_an_investigation_as_input_is_refused(tmp_path: Path) -> None:
    whole = {"dataCollectionInvestigations": [{"investigation": "Investigation_facility-(name-E)_name-x_visitId-y"}]}
    collections = {"1": whole, "2": collection("b")}
    file = dump(tmp_path / "d.yaml", dataset("b"), dataCollection=collections, job={"1": job("1", "2")})

    error = messages(file)["/data/b"]

    assert isinstance(error, InvalidField)
    assert error.facts["field"] == "jobs[0].investigations"


def test_jobs_that_leave_no_trace_or_lost_their_inputs_are_noticed(tmp_path: Path) -> None:
    collections = {"1": collection("a"), "2": collection(), "3": collection("b")}
    jobs = {"1": job("1", "2"), "2": job("1", None), "3": job("2", "3")}
    source = Dump(str(dump(tmp_path / "d.yaml", *map(dataset, "ab"), dataCollection=collections, job=jobs)))

    assert len(list(source.made())) == source.count + 1
    assert source.noticed.without_output == ["Job_1", "Job_2"]
    assert source.noticed.emptied == ["Job_3"]


def test_a_job_that_we_have_published_belongs_to_its_dataset_again(tmp_path: Path) -> None:
    key = f"{public_id('job-of:/data/b')}/input"
    collections = {"1": collection("a", parameters=[parameter("lineage_collection", key)]), "2": collection("b")}
    file = dump(tmp_path / "d.yaml", *map(dataset, "ab"), dataCollection=collections, job={"1": job("1", "2")})

    assert accepted(file)["/data/b"].job_key == "job-of:/data/b"


def test_what_the_graph_makes_itself_is_no_parameter(tmp_path: Path) -> None:
    said = [parameter("lineage_depth", "1", kind="numericValue"), parameter("__full_input_datasetIds", "1 2")]
    file = dump(tmp_path / "d.yaml", dataset("a", parameters=[*said, parameter("colour", "red")]))

    assert accepted(file)["/data/a"].other_parameters == {"colour": "red", "lineage_assumed": "sample"}


def test_a_list_that_was_cut_is_no_list_of_inputs(tmp_path: Path) -> None:
    said = [parameter("input_datasets", "/data/a"), parameter("lineage_input_count", "2.0", kind="numericValue")]
    file = dump(tmp_path / "d.yaml", dataset("b", parameters=said))

    error = messages(file)["/data/b"]

    assert isinstance(error, InvalidField)
    assert "all 2; the list in ICAT was cut" in error.message


def test_a_list_that_was_cut_may_be_part_of_what_the_job_read(tmp_path: Path) -> None:
    said = [parameter("input_datasets", "/data/a"), parameter("lineage_input_count", "2")]
    collections = {"1": collection("a", "c"), "2": collection("b")}
    file = dump(
        tmp_path / "d.yaml",
        *map(dataset, "ac"),
        dataset("b", parameters=said),
        dataCollection=collections,
        job={"1": job("1", "2")},
    )

    assert accepted(file)["/data/b"].inputs == ("/data/a", "/data/c")


def test_a_relative_location_is_refused_by_name(tmp_path: Path) -> None:
    error = messages(dump(tmp_path / "d.yaml", dataset("a", location="2024/a")))["2024/a"]

    assert isinstance(error, InvalidField)


def test_a_dataset_without_investigation_ends_the_import(tmp_path: Path) -> None:
    file = dump(tmp_path / "d.yaml", dataset("a", investigation=None, location=None))

    with pytest.raises(DumpError, match="lacks what identifies it in ICAT: 'investigation'"):
        list(Dump(str(file)).made())


def test_the_key_of_a_dataset_is_decoded() -> None:
    assert dataset_location(_named(dataset_key("a").partition("_")[2])) == "icat://ESRF/hg1/id00/a"
