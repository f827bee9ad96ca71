from lineage.web.viewers import tomography
from lineage.web.viewers.blocks import Chain
from tests.web.viewers.walks import boxes, material, messages

(CHAIN,) = tomography.VIEWER.show(material(messages("tomography"))).blocks


def test_a_scan_its_reconstructions_and_the_segmentation_are_a_chain() -> None:
    assert isinstance(CHAIN, Chain)
    assert boxes(CHAIN) == [
        [("Scan", "")],
        [("Reconstruction, nabu 2024.2.1", "from ammonite_2.2um")] * 2,
        [("webKnossos 24.07", "from phase")],
    ]


def test_boxes_tell_their_parameters_with_units() -> None:
    assert isinstance(CHAIN, Chain)
    (scan,), (_, phase), (segmentation,) = CHAIN.steps

    told = [
        {one.column.label: (one.value, one.column.units) for one in box.facts} for box in (scan, phase, segmentation)
    ]

    assert told[0]["energy"] == (92.5, "keV")
    assert told[1]["phase method"] == ("Paganin", "")
    assert told[1]["voxel size x"] == (2.23, "μm")
    assert told[2] == {"note": ("chambers, septa and matrix; 14 chambers found", "")}
