"""The pages in a real browser: a walk through them, keys alone, machines that read them, and what wants to do harm."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from lineage.model.location import public_id
from lineage.service import Lineage
from tests.api.wire import MOTION, RAW
from tests.web.experiment import EVIL, EVIL_PLACE, LATE, TILT, TOMOGRAM
from tests.web.watching import Watched, settle

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CTF = MOTION.replace("MotionCorr/job002", "CtfFind/job003")
RECONSTRUCTED = "/data/visitor/mx2610/cm01/20240611/PROCESSED_DATA/mitochondria/tomogram"
VIEWS = f"/lineage/dataset/{public_id(TILT)}"
WIDTHS = {"wide": 1440, "narrow": 400}


def places(service: Lineage) -> dict[str, str]:
    """Return every page by a name for its picture."""
    refused = service.rejected(code="cycle").items[0].key
    job = service.dataset(TOMOGRAM).job
    assert job is not None
    assert job.application is not None
    return {
        "home": "/",
        "distribution": "/distribution",
        "search": "/search?q=kind+%3D+processed",
        "search-fault": "/search?q=kind+%3D+raw+and+sampel+%3D+x",
        "search-nothing": "/search?q=zebra",
        "lineage-graph": f"/lineage/dataset/{public_id(MOTION)}?down=2",
        "lineage-large": f"/lineage/dataset/{public_id(RAW)}?down=500000",
        "lineage-ways": f"/lineage/dataset/{public_id(RAW)}?down=3&to={public_id(CTF)}",
        "lineage-group": f"{VIEWS}?down=2&sel={group(service, 'job')}",
        "lineage-rows": f"{VIEWS}?down=2&view=rows",
        "lineage-table": f"/lineage/dataset/{public_id(MOTION)}?down=2&view=table",
        "dataset": f"/dataset/{public_id(TILT)}",
        "job": f"/job/{job.id}",
        "jobs": "/jobs",
        "applications": "/applications",
        "application": f"/application/{job.application.id}",
        "investigation": "/investigation?name=em-555&instrument=cm01",
        "viewer-biosaxs": "/investigation/viewer?name=mx2600",
        "viewer-cryoet": "/investigation/viewer?name=mx2610",
        "viewer-mx": "/investigation/viewer?name=mx2620",
        "viewer-tomography": "/investigation/viewer?name=md1290",
        "viewer-steps-embedded": "/investigation/viewer?name=mx-2485&embed=1",
        "dataset-tomogram": f"/dataset/{public_id(RECONSTRUCTED)}",
        "lineage-embedded": f"{VIEWS}?embed=1",
        "expected": "/expected",
        "rejected": "/rejected",
        "rejected-message": f"/rejected/{refused}",
        "audit": "/audit?run=true",
        "not-found": "/nothing",
    }


def group(service: Lineage, node: str) -> str:
    """Return the id of the group of many siblings of the tilt series."""
    return next(one.id for one in service.neighbourhood(TILT).groups if one.node == node)


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core finds; it comes through the debugger, which no policy of a page concerns."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS)
    return [f"{one['id']}: {node['html'][:90]}" for one in found["violations"] for node in one["nodes"]]


def test_a_walk_from_a_search_to_a_job(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("tilt_series")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="tilt_series", exact=True).click()
    expect(page).to_have_title(re.compile("Lineage of tilt_series"))

    page.get_by_role("group", name="Processing steps after").get_by_role("link", name="2 steps after").click()
    expect(page).to_have_url(re.compile(r"\?down=2$"))
    expect(page.locator(".card", has_text="tomogram")).to_be_visible()

    page.locator(".card.job.group").click()
    details = page.locator("#details")
    expect(details.get_by_role("heading")).to_have_text(re.compile(r"122 . MotionCor 3\.1\.0"))
    expect(details).to_contain_text("120 completed")
    details.get_by_role("link", name="next →").click()
    expect(details).to_contain_text("26 to 50 of 122")
    details.get_by_role("link", name=re.compile("^take out")).first.click()
    expect(page.locator(".card.job.group")).to_contain_text("121 \N{MULTIPLICATION SIGN}")

    page.locator(".card", has_text="AreTomo").click()
    expect(details).to_contain_text("-OutBin 4")
    details.get_by_role("link", name="Its page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AreTomo 2.1")


def test_back_and_forward_bring_back_what_was_seen(page: Page) -> None:
    page.goto(VIEWS)
    page.get_by_role("link", name="Table").click()
    expect(page.locator("#lineage table.list")).to_be_visible()
    page.get_by_role("link", name="Rows").click()
    expect(page.locator("table.rows")).to_be_visible()

    page.go_back()
    expect(page.locator("#lineage table.list")).to_be_visible()
    expect(page).to_have_url(re.compile("view=table"))
    page.go_back()
    expect(page.locator("#canvas")).to_be_visible()
    page.go_forward()
    expect(page.locator("#lineage table.list")).to_be_visible()
    page.reload()
    expect(page.locator("#lineage table.list")).to_be_visible()


def test_of_two_clicks_in_a_hurry_the_last_one_counts(page: Page) -> None:
    page.goto(VIEWS)
    page.evaluate(
        "for (const name of ['Table', 'Rows']) "
        "[...document.querySelectorAll('.tabs a')].find(a => a.textContent.includes(name)).click()"
    )

    expect(page.locator("table.rows")).to_be_visible()
    expect(page).to_have_url(re.compile("view=rows"))


def test_two_tabs_do_not_know_of_each_other(page: Page) -> None:
    page.goto(VIEWS)
    other = page.context.new_page()
    other.goto(f"/lineage/dataset/{public_id(MOTION)}")
    page.get_by_role("link", name="Table").click()
    other.get_by_role("link", name="2 steps after").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("tilt_series")
    expect(other.get_by_role("heading", level=1)).to_have_text("MotionCorr_job002")
    expect(other).to_have_url(re.compile(r"down=2$"))
    expect(page).to_have_url(re.compile(r"view=table$"))


def test_the_keys_alone_lead_through_a_graph(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(MOTION)}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(".card.root").focus()

    page.keyboard.press("ArrowRight")
    expect(page.locator(".card:focus")).to_contain_text("relion CtfFind")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".card:focus")).to_contain_text("CtfFind_job003")
    page.keyboard.press("Enter")
    expect(page.locator("#details").get_by_role("heading")).to_have_text("CtfFind_job003")
    expect(page.locator(".card:focus")).to_contain_text("CtfFind_job003")

    shown = page.locator(".card").count()
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile("down=2"))
    expect(page.locator(".card")).not_to_have_count(shown)
    expect(page.locator(".card:focus")).to_contain_text("CtfFind_job003")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".card:focus")).to_contain_text("relion CtfFind")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".card:focus")).to_contain_text("MotionCorr_job002")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_keys_alone_lead_through_a_viewer(page: Page) -> None:
    page.goto("/investigation?name=mx2620")
    behind = page.locator("summary", has_text="Best result: 2 more of lyso_x1_run1")
    expect(behind).to_be_visible()

    behind.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] tr", has_text="XIA2_DIALS")).to_contain_text("1.62")
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_have_text("XIA2_DIALS")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("Lineage of XIA2_DIALS"))


def test_a_viewer_comes_after_its_page_and_leads_on(page: Page) -> None:
    page.goto(f"/dataset/{public_id(RECONSTRUCTED)}")
    expect(page.locator("#viewer .box", has_text="alignment")).to_contain_text("from 20 of 20 images here")

    page.get_by_role("link", name="Processing steps").click()
    expect(page).to_have_url(re.compile(r"viewer=steps$"))
    expect(page.locator("table.viewer")).to_contain_text("CTFFIND")


def test_there_is_one_stop_for_tab_among_the_cards(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=3")

    stops = page.locator(".card").evaluate_all("cards => cards.map(card => card.tabIndex)")

    assert (len(stops) > 5, stops.count(0), stops.count(-1)) == (True, 1, len(stops) - 1)


def test_what_is_near_a_card_stands_out(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=3")
    page.locator(".card", has_text="CtfFind_job003").hover()

    expect(page.locator(".card.near", has_text="Import_job001")).to_be_visible()
    expect(page.locator("#canvas")).to_have_class(re.compile("focusing"))
    page.get_by_role("heading", level=1).hover()
    expect(page.locator(".near")).to_have_count(0)


def test_all_ways_between_two_cards_are_shown_by_keys_and_by_choice(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=3")
    page.locator(".card", has_text="CtfFind_job003").first.focus()
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_role("status").first).to_contain_text("between Import_job001 and CtfFind_job003: 5 cards")
    expect(page.locator(".card:not(.dim)")).to_have_count(5)

    page.get_by_label("Ways between it and").select_option(label="MotionCorr_job002")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".card:not(.dim)")).to_have_count(3)
    page.get_by_role("link", name="Back to one card").click()
    expect(page.locator(".card.dim")).to_have_count(0)


def test_the_overview_leads_to_another_place_of_the_drawing(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=500000")
    overview = page.locator("#minimap")
    expect(overview).to_be_visible()
    before = page.locator("#canvas").evaluate("one => one.scrollLeft")
    seen = page.locator("#minimap .window").evaluate("one => one.width.baseVal.value")

    box = overview.bounding_box()
    assert box is not None
    overview.click(position={"x": box["width"] * 0.9, "y": box["height"] / 2})

    assert page.locator("#canvas").evaluate("one => one.scrollLeft") > before
    page.get_by_role("button", name="Fit").click()
    assert page.locator("#minimap .window").evaluate("one => one.width.baseVal.value") > seen


def test_the_drawing_is_scaled(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=500000")
    drawing = page.locator("#canvas > svg")
    before = drawing.bounding_box()
    page.get_by_role("button", name="Fit").click()
    after = drawing.bounding_box()

    assert before is not None
    assert after is not None
    assert after["width"] < before["width"] / 2


def test_no_card_lies_on_another(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(RAW)}?down=500000")

    boxes = page.locator("foreignObject").evaluate_all(
        "all => all.map(one => ['x', 'y', 'width', 'height'].map(name => Number(one.getAttribute(name))))"
    )

    overlaps = [
        (one, two)
        for number, one in enumerate(boxes)
        for two in boxes[:number]
        if abs(one[0] - two[0]) < min(one[2], two[2]) and abs(one[1] - two[1]) < min(one[3], two[3])
    ]
    assert (len(boxes), overlaps) == (61, [])


def test_a_refused_message_is_tried_again(page: Page, experiment: Lineage) -> None:
    page.goto("/rejected")
    page.get_by_role("row", name="cycle").get_by_role("link").first.click()
    page.get_by_role("button", name="Try it again").click()

    expect(page.get_by_role("status").first).to_contain_text("still refused")
    assert experiment.rejected(code="cycle").items[0].attempts > 1


def test_the_distribution_comes_after_the_first_page(page: Page) -> None:
    page.goto("/")

    expect(page.locator("#plots table")).to_contain_text("cm01")
    page.goto("/search")
    expect(page.locator("#facets")).to_contain_text("processed")


def test_a_server_that_fails_is_told_and_the_page_stays(page: Page) -> None:
    page.goto(VIEWS)
    page.route("**/lineage/**", lambda route: route.fulfill(status=503))
    watched = page.locator("#told")
    page.get_by_role("link", name="Table").click()

    expect(watched).to_contain_text("The server did not answer as it should.")
    expect(page.locator("#canvas")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        f"/lineage/dataset/{public_id(EVIL_PLACE)}?down=1",
        f"/lineage/dataset/{public_id(EVIL_PLACE)}?view=rows",
        f"/lineage/dataset/{public_id(EVIL_PLACE)}?view=table",
        f"/dataset/{public_id(EVIL_PLACE)}",
        f"/dataset/{public_id(EVIL_PLACE)}/viewer",
        f"/investigation/viewer?name={quote(EVIL)}",
        f"/lineage/dataset/{public_id('/data/visitor/hg1/id00/made')}?sel={quote(EVIL)}",
        f"/search?q={quote(EVIL)}",
        f"/search?q={quote('sample = ' + json.dumps(EVIL))}",
        f"/sample?name={quote(EVIL)}",
        f"/rejected?accepted={quote(EVIL)}",
        "/applications",
        "/search",
        f"/nothing/{quote(EVIL)}",
    ],
)
def test_what_wants_to_do_harm_is_text(page: Page, path: str) -> None:
    page.goto(path)
    settle(page)

    assert page.title() != "owned"
    assert page.locator("script:not([src])").count() == 0
    assert page.locator("[onmouseover]").count() == 0
    expect(page.locator("nav.main")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_passes_axe_and_fits_wide_and_narrow(
    chromium: Browser, url: str, experiment: Lineage, pictures: Path, scheme: str
) -> None:
    found: dict[str, list[str]] = {}
    with chromium.new_context(base_url=url, color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        watched = Watched(context, url)
        page = context.new_page()
        for name, path in places(experiment).items():
            page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
            page.goto(path)
            settle(page)
            found[name] = axe_violations(page)
            for width, pixels in WIDTHS.items():
                page.set_viewport_size({"width": pixels, "height": 900})
                page.screenshot(path=pictures / f"{name}-{width}-{scheme}.png", full_page=True)
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found[name].append(f"wider than {pixels} pixels")
        assert watched.complaints == []
    assert "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults) == ""


def test_pages_are_read_without_scripts(chromium: Browser, url: str) -> None:
    with chromium.new_context(base_url=url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(VIEWS)
        page.get_by_role("link", name="2 steps after").click()
        page.locator(".card", has_text="tomogram").click()
        expect(page.locator("#details").get_by_role("heading")).to_have_text("tomogram")
        page.goto("/search")
        page.get_by_role("link", name="Show how these are distributed").click()
        expect(page.locator("#facets")).to_contain_text("processed")


def test_a_page_is_printed_without_what_is_to_be_clicked(page: Page) -> None:
    page.goto(VIEWS)
    page.emulate_media(media="print")

    expect(page.locator("nav.main")).to_be_hidden()
    expect(page.locator(".zoom")).to_be_hidden()
    expect(page.locator(".card").first).to_be_visible()


def test_the_late_result_is_shown_as_what_it_is(page: Page) -> None:
    page.goto(f"/lineage/dataset/{public_id(LATE)}")

    expect(page.locator(".card.expected")).to_contain_text("announced by nobody yet")
