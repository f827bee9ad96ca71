from lineage.web.viewers import mx
from lineage.web.viewers.mx import COMPLETENESS, RESOLUTION, R
from tests.web.viewers.walks import changed, material, messages, names, the_table, values

SAID = messages("mx")
TABLE = the_table(mx.VIEWER.show(material(SAID)).blocks)


def results(**changes: float) -> dict[str | None, list[str | None]]:
    """Return the results of each collection, the best first, when EDNA_proc says something else."""
    table = the_table(mx.VIEWER.show(material(changed(SAID, "EDNA_proc", **changes))).blocks)
    return {row.start.dataset.name: names(row.cells[0]) for row in table.rows}


def test_the_best_result_comes_first_and_complete_data_before_others() -> None:
    assert results() == {
        "lyso_x1_run1": ["autoPROC", "XIA2_DIALS", "EDNA_proc"],
        "lyso_x2_run1": ["autoPROC", "EDNA_proc", "XIA2_DIALS"],
    }


def test_of_equal_resolution_the_lower_r_comes_first() -> None:
    assert results(**{RESOLUTION: 1.58, R: 0.05})["lyso_x1_run1"] == ["EDNA_proc", "autoPROC", "XIA2_DIALS"]


def test_what_is_not_told_comes_last() -> None:
    assert results(**{COMPLETENESS: ""})["lyso_x1_run1"] == ["autoPROC", "XIA2_DIALS", "EDNA_proc"]  # type: ignore[arg-type]


def test_the_collection_with_the_best_result_comes_first() -> None:
    best = changed(SAID, "EDNA_proc", **{RESOLUTION: 1.2})
    without = [one for one in best if "lyso_x1" not in one.location or not one.is_processed]

    rows = the_table(mx.VIEWER.show(material(without)).blocks).rows

    assert [row.start.dataset.name for row in rows] == ["lyso_x2_run1", "lyso_x1_run1"]


def test_a_result_tells_space_group_completeness_resolution_and_r() -> None:
    (best, *_), _ = TABLE.rows[0].cells

    assert values(best) == {
        "space group": "P 43 21 2",
        "resolution limit high": 1.58,
        "completeness": 99.1,
        "r merge": 0.078,
        "mean I over sig I": 13.6,
        "cc half": 0.998,
        "multiplicity": 6.7,
    }


def test_the_rule_of_the_order_is_told() -> None:
    assert TABLE.order.startswith("Best result first: those that are complete to 80 %")


def test_the_last_step_of_phasing_is_shown_and_the_others_stand_behind_it() -> None:
    row = TABLE.rows[0]

    assert names(row.cells[1]) == ["refinement", "MR"]
    assert [(part.title, names(entries)) for part, entries in row.others(TABLE)] == [
        ("Best result", ["XIA2_DIALS", "EDNA_proc"]),
        ("Phasing", ["MR"]),
    ]
