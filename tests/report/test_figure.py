"""The figure: bounded, acyclic, left to right, the same every time, and told in words."""

import random
import re
from itertools import pairwise

import pytest
from lxml import etree

from lineage.report.figure import BOXES_MAX, COLUMNS, figure, svg, told
from lineage.report.layers import forward, layers_of, placed
from lineage.report.trace import Trace
from tests.report.published import relion, run

SVG = "{http://www.w3.org/2000/svg}"


def test_the_figure_of_the_relion_run_has_raw_data_first_and_what_is_published_last() -> None:
    found = figure(Trace(relion()))

    assert found.boxes[0].kind == "raw"
    assert [box.kind for box in found.boxes[-2:]] == ["member", "member"]
    assert all(source < target for source, target in found.edges)
    assert sum(len(box.members) for box in found.boxes) == len(relion().ancestors.datasets)
    assert "CtfFind" in told(found)[1]


@pytest.mark.parametrize("is_chain", [True, False])
def test_thousands_of_steps_are_a_few_boxes(is_chain: bool) -> None:
    found = figure(Trace(run(2000, is_chain=is_chain)))

    assert len(found.boxes) <= 4
    assert "2000" in " ".join(told(found)).replace(",", "") or "1999" in " ".join(told(found))


def test_a_tangle_is_cut_to_what_can_be_read() -> None:
    dice = random.Random(3)
    report = run(300, is_chain=True)
    extra = [
        ("INPUT", report.ancestors.datasets[dice.randrange(100)].id, report.ancestors.jobs[dice.randrange(200, 300)].id)
        for _ in range(400)
    ]
    places = {
        one.id: number
        for number, one in enumerate(sorted(report.ancestors.datasets, key=lambda one: int(one.location[7:])))
    }
    made = {target: source for type_, source, target in report.ancestors.edges if type_ == "OUTPUT"}
    of_job = {job: places[id] for id, job in made.items()}
    ahead = [edge for edge in extra if places[edge[1]] < of_job[edge[2]]]
    walk = report.ancestors.model_copy(update={"edges": sorted({*report.ancestors.edges, *ahead})})

    found = figure(Trace(report.model_copy(update={"ancestors": walk})))

    assert len(ahead) > 50
    assert len(found.boxes) <= BOXES_MAX
    etree.fromstring(svg(found, "T"))


def test_the_svg_is_well_formed_within_its_frame_and_no_word_of_it_is_markup() -> None:
    evil = '</text><script>alert(1)</script>"&'
    report = relion()
    datasets = [
        one.model_copy(update={"name": evil}) if one.kind == "raw" else one for one in report.ancestors.datasets
    ]
    walk = report.ancestors.model_copy(update={"datasets": datasets})

    drawn = svg(figure(Trace(report.model_copy(update={"ancestors": walk}))), evil)

    root = etree.fromstring(drawn)
    assert root.find(f".//{SVG}script") is None
    assert "style" not in re.sub(r"<(title|desc)[^>]*>[^<]*<", "", drawn)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, tall = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + wide <= width
        assert y + tall <= height
    assert root.findtext(f"{SVG}title") == evil
    assert evil in str(root.findtext(f"{SVG}desc"))


def test_boxes_of_a_layer_do_not_lie_on_one_another() -> None:
    dice = random.Random(1)
    for _ in range(30):
        count = dice.randint(1, 25)
        heights = [dice.choice([29.0, 44.0, 90.0]) for _ in range(count)]
        edges = forward(count, [(dice.randrange(count), dice.randrange(count)) for _ in range(2 * count)])
        places, _ = placed(heights, edges)
        spans: dict[int, list[tuple[float, float]]] = {}
        for (layer, middle), tall in zip(places, heights, strict=True):
            spans.setdefault(layer, []).append((middle - tall / 2, middle + tall / 2))
        for column in spans.values():
            column.sort()
            assert all(before[1] <= after[0] + 0.2 for before, after in pairwise(column))
        layers = layers_of(count, edges)
        assert all(layers[source] < layers[target] for source, target in edges)


def test_what_is_wider_than_a_page_goes_on_below_and_names_where_it_comes_from() -> None:
    found = figure(Trace(relion()))

    drawn = etree.fromstring(svg(found, "T"))

    columns = {rect.attrib["x"] for rect in drawn.iter(f"{SVG}rect")}
    assert len(columns) <= 2 * COLUMNS  # a second card behind a box is set off
    assert any((text.text or "").startswith("from ") for text in drawn.iter(f"{SVG}text"))


def test_nothing_is_an_empty_figure() -> None:
    report = relion()
    empty = report.model_copy(
        update={
            "members": [],
            "ancestors": report.ancestors.model_copy(update={"datasets": [], "jobs": [], "edges": []}),
        }
    )

    assert figure(Trace(empty)).boxes == []
    etree.fromstring(svg(figure(Trace(empty)), "T"))
