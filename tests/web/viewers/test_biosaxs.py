from lineage.web.viewers import biosaxs
from tests.web.viewers.walks import material, messages, names, the_table, values

TABLE = the_table(biosaxs.VIEWER.show(material(messages("biosaxs"))).blocks)
ROWS = {row.start.dataset.name: row for row in TABLE.rows}


def test_there_is_a_row_for_each_sample_and_buffer() -> None:
    assert list(ROWS) == [f"BSA_{number}_{what}" for number in (1, 2, 3) for what in ("buffer", "sample")]


def test_the_parts_are_those_of_the_analysis_and_empty_ones_are_left_out() -> None:
    assert [part.title for part in TABLE.parts] == ["Frames", "Guinier", "BIFT", "Porod"]


def test_results_stand_in_the_row_of_the_sample_with_their_errors() -> None:
    _, (guinier,), (bift,), (porod,) = ROWS["BSA_1_sample"].cells

    assert values(guinier) == {"rg": "2.91", "i0": "34.1", "points": "58"}
    assert guinier.facts["SAXS_guinier_rg"].error == "0.06"
    assert bift.facts["SAXS_d_max"].error == "0.22"
    assert values(porod) == {"volume": "94.8", "MM volume estimation": "59.3"}


def test_the_row_of_a_buffer_names_its_sample_and_has_no_result() -> None:
    row = ROWS["BSA_3_buffer"]

    assert row.note == "subtracted from BSA_3_sample"
    assert [names(cell) for cell in row.cells] == [["integrate_3_buffer"], [], [], []]


def test_a_dataset_that_several_parts_tell_of_is_named_once() -> None:
    assert [part.has_dataset for part in TABLE.parts] == [True, True, False, False]
    assert [part.program for part in TABLE.parts] == ["dahu-integrate 1.4", *["dahu-subtract 1.4"] * 3]
