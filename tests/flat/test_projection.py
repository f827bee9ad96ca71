"""The rules of a row, without a database."""

from lineage.flat import NAMES, parameters, project
from lineage.flat.columns import TEXT_CHARS_MAX
from lineage.model.flat import FlatFacts, Related

DATASET = {"location": "/d/x", "id": "id-x", "icat_id": 7, "name": "x", "kind": "processed", "state": "present"}


def facts(**more: object) -> FlatFacts:
    return FlatFacts(DATASET, **more)  # type: ignore[arg-type]


def test_the_names_that_readers_use_today_are_columns_and_no_name_is_there_twice() -> None:
    assert {"input_datasets", "input_datasetIds", "output_datasets", "output_datasetIds", "output_datasetNames"} <= set(
        NAMES
    )
    assert {f"__full_{way}_dataset{what}" for way in ("input", "output") for what in ("Ids", "Names")} <= set(NAMES)
    assert len(set(NAMES)) == len(NAMES)


def test_lists_are_parted_as_their_readers_expect() -> None:
    row = project(facts(inputs=Related([1, 2], ["a", "b"], ["/d/a", "/d/b"], 2)), "https://lineage.example.org")

    assert (row.input_ids, row.input_names, row.input_locations) == ("1 2", "a b", "/d/a,/d/b")
    assert (row.is_whole, row.cut) == (True, None)
    assert row.url == "https://lineage.example.org/api/v1/datasets/id-x"


def test_many_inputs_are_cut_to_whole_entries_and_told() -> None:
    for count in (360, 1649):
        locations = [f"/data/visitor/hg1/id00/20240101/RAW_DATA/sample/scan_{n:04}" for n in range(min(count, 500))]
        row = project(facts(inputs=Related(list(range(1_000_000, 1_000_000 + min(count, 500))), [], locations, count)))

        shown = str(row.input_locations).split(",")
        assert row.inputs_count == count
        assert shown == locations[: len(shown)]
        assert len(str(row.input_locations)) <= TEXT_CHARS_MAX < len(",".join(locations[: len(shown) + 1]))
        assert not row.is_whole
        assert ("input_datasetIds" in str(row.cut).split()) == (count == 1649)


def test_an_entry_that_holds_the_separator_is_left_out_and_told() -> None:
    row = project(facts(outputs=Related([1, 2], ["a b", "c"], ["/d/a b", "/d/c"], 2)))

    assert (row.output_ids, row.output_names, row.output_locations) == ("1 2", "c", "/d/c")
    assert row.cut == "output_datasets output_datasetNames"


def test_datasets_that_icat_does_not_know_are_counted_and_told() -> None:
    row = project(facts(inputs=Related([], ["a"], ["/d/a"], 1)))

    assert (row.inputs_count, row.input_ids, row.cut) == (1, None, "input_datasetIds")


def test_a_text_that_does_not_fit_is_left_out_whole_and_told() -> None:
    row = project(facts(job={"id": "j", "status": "completed", "arguments": "x" * 4001}))

    assert (row.arguments, row.cut) == (None, "lineage_job_arguments")


def test_what_the_sender_put_into_icat_is_not_written_there_again() -> None:
    written = parameters(project(facts(sample="s", inputs=Related([1], ["a"], ["/d/a"], 1))))

    assert written["input_datasetIds"] == "1"
    assert written["lineage_is_whole"] == "true"
    assert not {"Sample_name", "datasetId", "location", "output_datasetIds"} & written.keys()
