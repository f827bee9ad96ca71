"""From an ICAT that lives to messages, against the double of its REST interface."""

from collections.abc import Iterator

import pytest

from lineage.errors import ContradictingLinks, MessageError
from lineage.importing import questions
from lineage.importing.living import Living
from lineage.importing.position import Position
from lineage.ingest import Context, read
from lineage.model.message import DatasetMessage, InvestigationMessage, Message
from tests.flat.icat.double import Double
from tests.importing.catalogue import Catalogue

Found = dict[str, Message | MessageError]


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    with Double() as double:
        yield Catalogue(double)


def source(catalogue: Catalogue, position: Position | None = None, reached: list[Position] | None = None) -> Living:
    marks = [] if reached is None else reached
    return Living(catalogue.ask, catalogue.facility["facility"]["id"], position or Position(), marks.append)


def messages(living: Living) -> Found:
    found: Found = {}
    for made in living.made():
        try:
            (found[made.name],) = read(made.body, Context())
        except MessageError as error:
            found[made.name] = error
    return found


def dataset(found: Found, name: str) -> DatasetMessage:
    message = found[name]
    assert isinstance(message, DatasetMessage), message
    return message


def test_a_catalogue_becomes_messages(catalogue: Catalogue) -> None:
    sample = catalogue.create("Sample", name="lysozyme", investigation={"id": catalogue.investigation})
    raw = catalogue.dataset("a", sample={"id": sample}, fileCount=3, fileSize=12)
    technique = catalogue.create("Technique", name="MX", pid="http://purl.org/pan-science/PaNET/PaNET01207")
    catalogue.create("DatasetTechnique", dataset={"id": raw}, technique={"id": technique})
    catalogue.parameter(raw, "colour", "red")
    made = catalogue.dataset("b")
    catalogue.job(catalogue.collection(raw), catalogue.collection(made), "-x")
    content = catalogue.collection(raw)
    catalogue.create("DataPublication", pid="10.1/x", title="t", content={"id": content}, **catalogue.facility)

    living = source(catalogue)
    found = messages(living)

    assert living.count == 2
    assert isinstance(found["hg1@ID00"], InvestigationMessage)
    a, b = dataset(found, "/data/a"), dataset(found, "/data/b")
    assert (a.icat_id, a.instrument, a.sample, a.techniques) == (raw, "id00", "lysozyme", ("PaNET01207",))
    assert (a.file_count, a.volume_bytes) == (3, 12)
    assert (a.other_parameters["colour"], a.other_parameters["publication_pids"]) == ("red", "10.1/x")
    assert (b.inputs, b.arguments) == (("/data/a",), "-x")
    assert b.application is not None
    assert (b.application.name, b.application.version) == ("prog", "1")


def test_soft_links_name_datasets_by_their_locations(catalogue: Catalogue) -> None:
    raw, made, other = (catalogue.dataset(name) for name in "abc")
    catalogue.parameter(made, "input_datasetIds", f"{raw} 999999")
    catalogue.parameter(raw, "output_datasetIds", f"{made} {other}")

    found = messages(source(catalogue))

    assert dataset(found, "/data/b").inputs == ("/data/a", "icat:dataset/999999")
    assert dataset(found, "/data/c").inputs == ("/data/a",)


@pytest.mark.parametrize("name", ["input_datasetIds", "input_datasets"])
def test_a_soft_link_that_differs_from_the_job_is_a_contradiction(catalogue: Catalogue, name: str) -> None:
    raw, other, made = (catalogue.dataset(name) for name in "abc")
    catalogue.job(catalogue.collection(raw), catalogue.collection(made))
    catalogue.parameter(made, name, str(other) if name.endswith("Ids") else "/data/b")

    error = messages(source(catalogue))["/data/c"]

    assert isinstance(error, ContradictingLinks)
    assert list(error.facts["alone"].values()) == [["/data/a"], ["/data/b"]]


def test_an_output_that_its_inputs_do_not_know_is_a_contradiction(catalogue: Catalogue) -> None:
    raw, other, made = (catalogue.dataset(name) for name in "abc")
    catalogue.job(catalogue.collection(raw), catalogue.collection(made))
    catalogue.parameter(other, "output_datasetIds", str(made))

    assert isinstance(messages(source(catalogue))["/data/c"], ContradictingLinks)


def test_datafiles_of_jobs_are_datasets_of_their_own(catalogue: Catalogue) -> None:
    raw, made = catalogue.dataset("a"), catalogue.dataset("b")
    first, second, loose = (catalogue.datafile(raw, name) for name in ("1.h5", "2.h5", "3.h5"))
    catalogue.job(catalogue.collection(files=(first,)), catalogue.collection(made, files=(second,)))
    catalogue.collection(files=(loose,))

    found = messages(source(catalogue))

    one, two = dataset(found, "/data/files/1.h5"), dataset(found, "/data/files/2.h5")
    assert (one.inputs, two.inputs) == ((), ("/data/files/1.h5",))
    assert two.job_key == dataset(found, "/data/b").job_key
    assert "/data/files/3.h5" not in found


def test_jobs_of_which_no_message_tells_are_noticed(catalogue: Catalogue) -> None:
    raw, lost, made = (catalogue.dataset(name) for name in "abc")
    orphan = catalogue.job(catalogue.collection(lost), catalogue.collection(made))
    no_output = catalogue.job(catalogue.collection(raw), None)
    empty_output = catalogue.job(catalogue.collection(raw), catalogue.collection())
    catalogue.double.root("DELETE", entities={"Dataset": {"id": lost}})

    living = source(catalogue)
    messages(living)

    assert living.noticed.emptied == [str(orphan)]
    assert living.noticed.without_output == [str(no_output), str(empty_output)]


def test_pages_end_where_the_next_import_begins(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "DATASETS", 2)
    ids = [catalogue.dataset(name) for name in "abcde"]
    catalogue.job(catalogue.collection(files=tuple(catalogue.datafile(ids[0], name) for name in "xyz")), None)
    reached: list[Position] = []

    whole = messages(source(catalogue, reached=reached))

    assert [mark.stage for mark in reached] == ["investigations"] + ["datasets"] * 3 + ["datafiles"] * 2
    for done, mark in enumerate(reached):
        rest = messages(source(catalogue, mark))
        begun = [0, 2, 4, 5, 7, 8][done] + 1
        assert list(rest) == list(whole)[begun:]
        assert all(rest[name] == whole[name] for name in rest)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_long_lists_come_in_pages(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(questions, "ROWS", rows)
    monkeypatch.setattr(questions, "IDS", 2)
    ids = [catalogue.dataset(name) for name in "abcdef"]
    catalogue.job(catalogue.collection(*ids[:5]), catalogue.collection(ids[5]))

    found = messages(source(catalogue))

    assert dataset(found, "/data/f").inputs == tuple(f"/data/{name}" for name in "abcde")


def test_a_job_that_stands_there_twice_is_one(catalogue: Catalogue) -> None:
    raw, made = catalogue.dataset("a"), catalogue.dataset("b")
    for _ in range(2):
        catalogue.job(catalogue.collection(raw), catalogue.collection(made))

    assert dataset(messages(source(catalogue)), "/data/b").inputs == ("/data/a",)
