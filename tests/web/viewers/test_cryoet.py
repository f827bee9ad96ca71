from lineage.web.viewers import cryoet, fitting
from lineage.web.viewers.blocks import Chain
from tests.web.viewers.walks import boxes, changed, material, messages, names, the_table, values

SAID = messages("cryoet")
SHOWN = cryoet.VIEWER.show(material(SAID))
TABLE = the_table(SHOWN.blocks)
OVERVIEW = next(block for block in SHOWN.blocks if isinstance(block, Chain))


def test_the_overview_leads_from_the_sample_to_the_volume() -> None:
    assert boxes(OVERVIEW) == [
        [("Sample", "mitochondria")],
        [("Tilt series", "21 images, -60 to 60 deg")],
        [("Motion correction", "21 of 21 images, MotionCor2 1.6.4")],
        [("CTF", "21 of 21 images, CTFFIND 4.1.14")],
        [("AreTomo 1.3.4", "from 20 of 21 images here")],
        [("IMOD 4.11.24", "from 20 of 21 images here")],
    ]


def test_what_all_images_share_is_told_once() -> None:
    series = {fact.column.label: fact.value for fact in OVERVIEW.steps[1][0].facts}

    assert (series["voltage"], series["microscope model"], series["dose"]) == (300, "Titan Krios G3", 3.1)
    assert [column.label for column in TABLE.own.columns] == ["tilt angle", "total dose"]


def test_a_step_of_each_image_tells_the_span_of_its_values() -> None:
    motion = {fact.column.label: fact.value for fact in OVERVIEW.steps[2][0].facts}

    assert motion["total dose"] == "3.1"
    assert " to " in str(motion["total motion"])


def test_images_stand_in_the_order_of_their_angles() -> None:
    angles = [row.start.facts["EM_tilt_angle"].value for row in TABLE.rows]

    assert angles == list(range(-60, 61, 6))


def test_motion_correction_and_ctf_stand_beside_their_image_with_units() -> None:
    row = TABLE.rows[10]

    assert [names(cell) for cell in row.cells] == [["motion_tilt_11"], ["ctf_tilt_11"]]
    assert set(values(row.cells[1][0])) == {"avg defocus", "resolution limit", "correlation"}
    assert [column.units for part in TABLE.parts for column in part.columns] == [
        "pixel",
        "pixel",
        "electrons/Å²",
        "Å",
        "Å",
        "",
    ]


def test_an_image_that_was_left_out_says_so() -> None:
    assert [row.note for row in TABLE.rows if row.note] == ["not in alignment"]
    assert TABLE.rows[-1].note == "not in alignment"


def test_two_series_are_shown_one_after_the_other() -> None:
    second = [
        one.updated(location=one.location.replace("mitochondria", "other"), sample="other", inputs=())
        for one in SAID
        if not one.is_processed
    ]

    captions = [block.caption for block in cryoet.VIEWER.show(material([*SAID, *second])).blocks]

    assert [caption for caption in captions if caption.startswith("From")] == [
        "From the sample to the volume: mitochondria",
        "From the sample to the volume: other",
    ]


def test_values_that_the_raw_dataset_tells_itself_need_no_dataset_of_their_own() -> None:
    raw = [one for one in SAID if not one.is_processed]
    found = material(changed(raw, "mitochondria_tilt_01", EMCTF_avg_defocus=41000.0))

    row = the_table(cryoet.VIEWER.show(found).blocks).rows[0]

    assert names(row.cells[0]) == ["mitochondria_tilt_01"]


def test_images_without_an_angle_are_no_tilt_series() -> None:
    flat = [one.updated(parameters={"EM_voltage": 300}) for one in SAID if not one.is_processed]

    assert [viewer.name for viewer in fitting(material(flat))] == ["steps"]
