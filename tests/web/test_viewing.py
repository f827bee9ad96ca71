import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from lineage.intake import Piece
from lineage.model.location import public_id
from lineage.service import Lineage
from lineage.web import create_app, viewing
from lineage.web.page import POLICY
from tests.api.wire import message, send
from tests.web.experiment import technique_messages

PORTAL = "https://portal.example.org"


def pages_with(service: Lineage, **settings: Any) -> TestClient:
    """Return a client of pages under other settings."""
    changed = Lineage(service.settings.model_copy(update=settings), service.database)
    return TestClient(create_app(changed), headers={"Accept": "text/html"})


def raws(count: int) -> list[dict[str, Any]]:
    """Return raw datasets, and one that was made from each."""
    places = [f"/d/{number:03}" for number in range(count)]
    return [
        *(message(place) for place in places),
        *(message(f"{place}/made", place, application={"name": "p"}) for place in places),
    ]


def test_an_investigation_of_many_is_shown_page_by_page_with_its_count(pages: TestClient) -> None:
    send(pages, *raws(120))

    texts, path = [], "/investigation/viewer?name=hg1"
    while path:
        texts.append(pages.get(path).text)
        path = next(iter(re.findall(r'<a href="([^"]+)" rel="next">', texts[-1])), "").replace("&amp;", "&")

    assert "50 of 120 raw datasets" in texts[0]
    assert [len(re.findall(r'<tr><th scope="row">', text)) for text in texts] == [50, 50, 20]
    assert "20 raw datasets on this page" in texts[2]


def test_a_walk_that_is_cut_says_so(pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "NODES_MAX", 40)
    send(pages, *raws(30))

    text = pages.get("/investigation/viewer?name=hg1").text

    assert re.search(r"Not all is shown: 90 datasets and jobs .* nearest 40 are looked at", text)


def test_raw_datasets_that_do_not_fit_are_counted(pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "ROWS", 3)
    send(pages, *raws(5), message("/d/all", *(f"/d/{number:03}" for number in range(5)), application={"name": "q"}))

    assert "3 of 5 raw datasets" in pages.get(f"/dataset/{public_id('/d/all')}/viewer").text


def test_an_investigation_without_raw_data_is_a_page_that_says_so(pages: TestClient) -> None:
    response = pages.get("/investigation/viewer?name=nothing")

    assert response.status_code == 200
    assert "No raw dataset." in response.text


@pytest.mark.parametrize("path", [f"/dataset/{public_id('/nothing')}/viewer", "/investigation/viewer?name=x&viewr=mx"])
def test_a_viewer_of_nothing_fails_as_other_pages_do(pages: TestClient, path: str) -> None:
    assert pages.get(path).status_code in {404, 422}


def test_pictures_are_a_link_to_the_portal(service: Lineage) -> None:
    pages = pages_with(service, portal_url=f"{PORTAL}/dataset/{{icat_id}}")
    send(pages, message("/d/raw", icat_id=77), message("/d/made", "/d/raw"))

    assert f'href="{PORTAL}/dataset/77"' in pages.get("/investigation/viewer?name=hg1").text
    assert f'href="{PORTAL}/dataset/77"' in pages.get(f"/dataset/{public_id('/d/raw')}").text
    assert pages_with(service).get("/investigation/viewer?name=hg1").text.count(PORTAL) == 0


def test_only_named_sites_may_frame_a_page_and_only_an_embedded_one(service: Lineage) -> None:
    pages = pages_with(service, frame_sites=(PORTAL, "https://b.example.org"))

    embedded = pages.get("/jobs?embed=1").headers["content-security-policy"]

    assert embedded == POLICY.removesuffix("'none'") + f"{PORTAL} https://b.example.org"
    assert pages.get("/jobs").headers["content-security-policy"] == POLICY
    assert pages_with(service).get("/jobs?embed=1").headers["content-security-policy"] == POLICY


def test_links_within_an_embedded_page_stay_in_their_frame(pages: TestClient) -> None:
    send(pages, *raws(60))

    text = pages.get("/investigation/viewer?name=hg1&embed=1").text
    (next_page,) = re.findall(r'<a href="([^"]+)" target="_self" rel="next">', text)

    assert next_page.endswith("&amp;embed=1")
    assert "<header" not in pages.get(next_page.replace("&amp;", "&")).text
    graph = pages.get(f"/lineage/dataset/{public_id('/d/001')}?embed=1").text
    assert set(re.findall(r'<a href="(/lineage/[^"]+)" hx-get="[^"]+"[^>]*target="_self"', graph)) != set()
    assert [one for one in re.findall(r'hx-get="([^"]+)"', graph) if "embed=1" not in one] == []


def test_the_examples_are_what_their_script_makes(tmp_path: Path) -> None:
    import importlib.util

    root = Path(__file__).parents[2]
    spec = importlib.util.spec_from_file_location("make_examples", root / "scripts" / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path)

    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.xml")}
    kept = {path: (root / "examples" / path).read_bytes() for path in made}
    assert (len(made), made) == (94, kept)


def test_the_examples_are_taken_as_they_are(service: Lineage) -> None:
    receipts = list(service.ingest(Piece(body, "test") for body in technique_messages()))

    assert [receipt.status for receipt in receipts] == ["created"] * 94
    assert service.stats().expected == 0
