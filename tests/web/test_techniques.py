"""Viewers over the examples: what a technique looks at, as its people would."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from lineage.model.location import public_id
from lineage.service import Lineage
from lineage.web import create_app
from tests.web.experiment import EVIL_PLACE

CRYOET = "/data/visitor/mx2610/cm01/20240611"
TOMOGRAM = public_id(f"{CRYOET}/PROCESSED_DATA/mitochondria/tomogram")


@pytest.fixture(scope="module")
def shown(experiment: Lineage) -> Iterator[TestClient]:
    """A client of the pages over the experiments."""
    with TestClient(create_app(experiment), headers={"Accept": "text/html"}) as client:
        yield client


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("investigation", "title", "said"),
    [
        ("mx2600", "BioSAXS", "subtracted from BSA_1_sample"),
        ("mx2610", "Cryo-electron tomography", "21 images, -60 to 60 deg"),
        ("mx2620", "Macromolecular crystallography", "P 43 21 2"),
        ("md1290", "Tomography", "Paganin"),
        ("mx-2485", "Processing steps", "relion CtfFind"),
    ],
)
def test_an_investigation_is_shown_as_its_technique_looks_at_it(
    shown: TestClient, investigation: str, title: str, said: str
) -> None:
    text = shown.get("/investigation/viewer", params={"name": investigation}).text

    assert f"{title} of the investigation" in text
    assert said in re.sub(r"<wbr>", "", text)


def test_a_page_has_the_place_of_its_viewer(shown: TestClient) -> None:
    assert f'hx-get="/dataset/{TOMOGRAM}/viewer"' in shown.get(f"/dataset/{TOMOGRAM}").text
    assert 'hx-get="/investigation/viewer?name=mx2610"' in shown.get("/investigation?name=mx2610").text
    assert "/viewer" not in shown.get("/sample?name=mitochondria").text


def test_a_result_is_shown_with_all_that_it_came_from(shown: TestClient) -> None:
    text = shown.get(f"/dataset/{TOMOGRAM}/viewer").text

    assert "20 raw datasets." in text
    assert re.search(rf'href="/lineage/dataset/{TOMOGRAM}"[^>]* aria-current="true"', text)


def test_units_and_meanings_are_those_of_the_definitions(shown: TestClient) -> None:
    text = shown.get("/investigation/viewer?name=mx2610").text

    assert re.search(r'title="Average defocus value[^"]*">avg defocus <span class="unit">Å</span>', text)
    assert "What the words mean" in text


def test_another_viewer_can_be_chosen(shown: TestClient) -> None:
    text = shown.get("/investigation/viewer?name=mx2620&viewer=steps").text

    assert "Processing steps of the investigation" in text
    assert 'href="/investigation/viewer?name=mx2620&amp;viewer=mx"' in text
    assert "crystallography of the" in shown.get("/investigation/viewer?name=mx2620&viewer=nonsense").text


def test_every_value_of_a_viewer_is_in_its_csv(shown: TestClient) -> None:
    head, *lines = rows(shown.get("/investigation/viewer.csv?name=mx2600").text)

    told = [dict(zip(head, line, strict=True)) for line in lines]
    assert head == ["row", "step", "id", "location", "parameter", "value", "error", "units"]
    assert {(one["step"], one["value"], one["error"]) for one in told if one["parameter"] == "SAXS_guinier_rg"} == {
        ("Guinier", "2.91", "0.06"),
        ("Guinier", "2.87", "0.03"),
        ("Guinier", "2.79", "0.02"),
    }


def test_the_walk_behind_a_viewer_is_there_as_json(shown: TestClient) -> None:
    found = shown.get(f"/dataset/{TOMOGRAM}/viewer.json").json()

    assert (len(found["starts"]), found["is_truncated"], found["direction"]) == (20, False, "descendants")
    assert len(shown.get("/investigation/viewer.json?name=mx2620").json()["datasets"]) == 10


def test_what_wants_to_do_harm_is_text_in_a_viewer(shown: TestClient) -> None:
    text = shown.get(f"/dataset/{public_id(EVIL_PLACE)}/viewer").text

    assert "<script>document" not in text
    assert "&lt;script&gt;" in text
