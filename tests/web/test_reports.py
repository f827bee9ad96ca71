"""The page of a report in a real browser, under its own policy, and for people who do not see it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from lineage.service import Lineage
from tests.web.experiment import TILT, TOMOGRAM
from tests.web.test_browser import axe_violations

DOI = "10.1234/tomogram"


def test_the_page_of_a_report_is_whole_and_accessible(page: Page, experiment: Lineage, pictures: Path) -> None:
    said = {
        "title": "Tomogram <b>of</b> a cell",
        "members": [TOMOGRAM],
        "creators": [{"name": "Carberry, Josiah", "orcid": "0000-0002-1825-0097"}],
        "published": "2024-05-01",
    }
    experiment.put_publication(DOI, said)
    experiment.put_publication("10.1234/raw", {"members": [TILT], "embargo_until": "2099-01-01"})

    page.goto(f"/dois/{DOI}")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tomogram <b>of</b> a cell")
    expect(page.get_by_role("heading", level=2)).to_have_count(12)
    expect(page.get_by_role("link", name="lineage.json", exact=True)).to_have_attribute("href", "lineage.json")
    assert page.request.get(page.url.replace("lineage.html", "lineage.json")).ok
    expect(page.locator("figure svg")).to_be_visible()
    expect(page.locator("#access")).to_contain_text("until 2099-01-01")
    assert page.locator("body").evaluate("body => getComputedStyle(body).maxWidth") != "none"
    assert axe_violations(page) == []
    for width in (1440, 400):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=pictures / f"report-{width}.png", full_page=True)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
