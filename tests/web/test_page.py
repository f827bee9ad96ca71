"""What holds for every page, over a graph that holds what would like to do harm."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from lineage.model.location import public_id
from lineage.service import Lineage
from lineage.settings import Settings
from lineage.web import create_app
from tests.api.wire import RAW
from tests.web.experiment import EVIL_PLACE, PATHS, TILT

MADE = public_id("/d/nobody/made")
THINGS = (
    f"/dataset/{public_id(EVIL_PLACE)}",
    f"/dataset/{public_id(TILT)}",
    f"/dataset/{public_id(EVIL_PLACE)}/viewer",
    *(f"/investigation/viewer?name={name}" for name in ("mx2600", "mx2610", "mx2620", "md1290", "em-555")),
    "/investigation/viewer?name=mx2610&viewer=steps&embed=1",
    f"/lineage/dataset/{public_id(TILT)}?embed=1",
    *(
        f"/lineage/dataset/{public_id(place)}?view={view}"
        for place in (RAW, EVIL_PLACE, TILT)
        for view in ("graph", "rows", "table")
    ),
)


class Harm(HTMLParser):
    """Finds what the policy would forbid: scripts and styles in a page, and attributes that hold them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        is_own_script = tag == "script" and said.get("src", "").startswith("/static/")
        if tag in {"script", "style"} and not is_own_script:
            self.found.append(tag)
        self.found += [name for name in said if name == "style" or name.startswith("on")]
        self.found += [value for value in said.values() if value.strip().lower().startswith("javascript:")]


@pytest.fixture(scope="module")
def pages(experiment: Lineage) -> Iterator[TestClient]:
    with TestClient(create_app(experiment), headers={"Accept": "text/html"}) as client:
        yield client


@pytest.mark.parametrize("path", [*PATHS, *THINGS, "/nothing", f"/dataset/{MADE}", "/search?q=a+=", "/job/x"])
def test_a_page_has_the_policy_and_no_script_or_style_in_it(pages: TestClient, path: str) -> None:
    response = pages.get(path)

    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert Harm.of(response.text) == []


def test_harm_would_be_seen() -> None:
    text = (
        '<script>x</script><p style="a" onclick="b"><a href=" JavaScript:c">d</a><script src="/static/a.js"></script>'
    )

    assert Harm.of(text) == ["script", "style", "onclick", " JavaScript:c"]


@pytest.mark.parametrize("path", [*PATHS, *THINGS])
def test_a_page_leads_to_the_same_as_json(pages: TestClient, path: str) -> None:
    (address,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)"', pages.get(path).text)

    found = pages.get(address.replace("&amp;", "&"), headers={"Accept": "application/json"})

    assert (found.status_code, found.headers["content-type"]) == (200, "application/json"), address


@pytest.mark.parametrize("path", [*PATHS, *THINGS])
def test_every_link_of_a_page_leads_somewhere(pages: TestClient, path: str) -> None:
    links = {link.replace("&amp;", "&").replace("&#34;", '"').replace("&#39;", "'") for link in hrefs(pages, path)}

    own = sorted(links)[:: max(len(links) // 12, 1)]
    assert {link: status for link in own if (status := pages.get(link).status_code) != 200} == {}


def hrefs(pages: TestClient, path: str) -> list[str]:
    return re.findall(r'href="(/[^"]*)"', pages.get(path).text)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nothing", 404, "There is no route"),
        (f"/dataset/{MADE}", 404, "no dataset"),
        (f"/job/{MADE}", 404, "no job"),
        (f"/application/{MADE}", 404, "no application"),
        ("/dataset/x", 422, "UUID"),
        (f"/lineage/dataset/{MADE}?colour=red", 422, "no such parameter"),
        ("/jobs?status=sleeping", 422, "status"),
        (f"/rejected/{'0' * 64}", 404, "no rejected message"),
    ],
)
def test_a_failure_is_a_page_with_a_way_on(pages: TestClient, path: str, status: int, said: str) -> None:
    response = pages.get(path)

    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert said in response.text
    assert 'href="/search"' in response.text


@pytest.mark.parametrize("path", ["/investigation/viewer?name=mx2610&embed=1", "/jobs?embed=1", "/nothing?embed=1"])
def test_an_embedded_page_has_nothing_around_it(pages: TestClient, path: str) -> None:
    text = pages.get(path).text

    assert "<header" not in text
    assert '<nav class="main"' not in text
    assert '<base target="_blank">' in text
    assert f'<a href="{path.replace("&embed=1", "").replace("?embed=1", "")}">Open in lineage' in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("frame_sites", "*"),
        ("frame_sites", "https://a.example.org/path"),
        ("frame_sites", "https://a.example.org; script-src *"),
        ("frame_sites", "https://a.example.org,javascript:x"),
        ("portal_url", "javascript:alert({icat_id})"),
        ("portal_url", "https://user:secret@a.example.org/{icat_id}"),
        ("portal_url", "https://a.example.org/without"),
    ],
)
def test_a_setting_that_would_harm_a_page_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match="expected"):
        Settings.model_validate({name: value})


def test_several_sites_are_named_with_commas() -> None:
    assert Settings.model_validate({"frame_sites": "https://a.example.org, http://b:8080"}).frame_sites == (
        "https://a.example.org",
        "http://b:8080",
    )
