from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lineage.web.static import FOLDER, Assets

VENDORED = {
    FOLDER / "htmx.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    FOLDER.parents[2]
    / "tests/web/vendor/axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
}


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_what_others_made_is_as_they_published_it_with_its_licence(path: Path) -> None:
    assert sha256(path.read_bytes()).hexdigest() == VENDORED[path]
    assert (path.parent / f"{path.name.partition('.')[0]}.LICENSE.txt").read_text().strip()


def test_a_file_asked_for_by_its_digest_is_kept_for_ever(pages: TestClient) -> None:
    response = pages.get(Assets.read().link("style.css"))

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"].startswith("text/css")


def test_a_file_of_another_digest_is_asked_for_again_and_not_sent_again(pages: TestClient) -> None:
    response = pages.get("/static/style.css?v=old")
    again = pages.get("/static/style.css", headers={"If-None-Match": response.headers["etag"]})

    assert response.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.css", "../page.py", "..%2Fpage.py", "htmx"])
def test_nothing_else_is_served(pages: TestClient, name: str) -> None:
    assert pages.get(f"/static/{name}").status_code == 404


def test_our_own_script_is_small() -> None:
    assert len((FOLDER / "pages.js").read_bytes()) < 16_000
