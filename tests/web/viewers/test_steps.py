from lineage.web.viewers import steps
from tests.web.viewers.walks import material, messages, names, the_table

TABLE = the_table(steps.VIEWER.show(material(messages("relion-tutorial"))).blocks)


def test_there_is_a_column_for_each_program_in_the_order_of_the_data() -> None:
    titles = [part.title for part in TABLE.parts]

    assert titles[:3] == ["relion MotionCorr", "relion CtfFind", "relion ManualPick"]
    assert (len(titles), len(set(titles))) == (15, 15)


def test_each_column_holds_what_its_program_made() -> None:
    (row,) = TABLE.rows
    cells = dict(zip([part.title for part in TABLE.parts], row.cells, strict=True))

    assert row.start.dataset.name == "Import_job001"
    assert names(cells["relion CtfFind"]) == ["CtfFind_job003"]
    assert sorted(filter(None, names(cells["relion Refine3D"]))) == [
        "Refine3D_job019",
        "Refine3D_job025",
        "Refine3D_job029",
    ]
    assert sum(map(len, row.cells)) == 30
