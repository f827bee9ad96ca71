from tests.web.viewers.walks import changed, material, messages

CRYOET = material(messages("cryoet"))


def test_a_heading_has_the_words_and_units_of_the_definitions() -> None:
    found = CRYOET.column("EMCTF_avg_defocus")

    assert (found.label, found.units) == ("avg defocus", "Å")
    assert found.meaning.startswith("Average defocus value")


def test_a_heading_of_an_unknown_parameter_is_its_name() -> None:
    found = CRYOET.column("strange")

    assert (found.label, found.units, found.meaning) == ("strange", "", "")


def test_words_that_are_joined_are_parted() -> None:
    assert [CRYOET.column(name).label for name in ("MX_numberOfImages", "SAXS_porod_MM_volume_estimation")] == [
        "number of images",
        "porod MM volume estimation",
    ]


def test_what_goes_without_saying_is_cut_from_a_heading() -> None:
    found = CRYOET.columns("SAXS_guinier_i0", "SAXS_total", cut="SAXS_guinier_")

    assert [one.label for one in found] == ["i0", "total"]


def test_headings_that_sound_alike_are_told_by_their_groups() -> None:
    found = CRYOET.columns("TOMOReconstruction_method", "TOMOReconstructionPhase_method")

    assert [one.label for one in found] == ["reconstruction method", "phase method"]


def test_what_was_made_comes_nearest_first() -> None:
    first = CRYOET.starts[0]

    assert [one.name for one in CRYOET.derived(first)] == ["motion_tilt_01", "alignment", "ctf_tilt_01", "tomogram"]
    assert (CRYOET.made[-1].name, len(CRYOET.made)) == ("tomogram", 44)
    assert CRYOET.level(CRYOET.made[-1]) == 3


def test_a_dataset_knows_where_it_came_from() -> None:
    tomogram = CRYOET.made[-1]

    assert [one.name for one in CRYOET.inputs(tomogram)] == ["alignment"]
    assert len(CRYOET.starts_of(tomogram)) == 20
    job = CRYOET.producer(tomogram)
    assert job is not None
    assert job.application is not None
    assert job.application.name == "IMOD"
    assert CRYOET.producer(CRYOET.starts[0]) is None


def test_a_number_is_told_from_a_text() -> None:
    said = changed(messages("cryoet"), "tomogram", SAXS_guinier_rg="2.9", SAXS_code="BSA", EM_voltage=0)
    found = material(said)
    tomogram = found.made[-1]

    told = [found.number(tomogram, name) for name in ("SAXS_guinier_rg", "SAXS_code", "EM_voltage", "EM_dose")]

    assert told == [2.9, None, 0.0, None]


def test_a_value_that_is_empty_is_none() -> None:
    found = material(changed(messages("cryoet"), "tomogram", SAXS_code=""))

    assert found.value(found.made[-1], "SAXS_code") is None
