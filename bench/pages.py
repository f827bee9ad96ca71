"""The pages: how long the server takes for each, and how long a browser takes until one can be used.

Graphs are those of datasets of the greatest plant downward, with all that came of them, so that as many cards are shown
as a page shows at most. "Drawn anew" are graphs that the server has not seen, once each; "drawn before" are those whose
positions it still has.
"""

import os
import re
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bench import shapes
from bench.report import Cell, Table, spread, tell
from bench.serving import Client, path_of, served
from bench.stores import Store
from lineage.model.location import public_id

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOTS = 8
ROUNDS = 5
LOADS = 5
PAGE = {"Accept": "text/html"}
CARD = re.compile(rb"<foreignObject")

SERVER = ("page", "cards", "kB", "server least / p50 / p95, ms")
SERVER_NOTE = (
    f"Over HTTP, on the same machine, from the request to the last byte; one reader. Up to {ROOTS} datasets, "
    f"{ROUNDS} rounds; cards are the most that a page of the kind showed."
)
BROWSER = ("page", "cards", "interactive least / p50 / p95, ms")
BROWSER_NOTE = (
    f"Headless Chromium, {LOADS} loads, each with an empty cache: from the start of the navigation until all "
    "scripts have run and keys and clicks are answered, the server's time included."
)


def measure(store: Store) -> list[Table]:
    """Ask a server of its own for each page, and load some of them in a browser."""
    with served(store.environment()) as url:
        client = Client(url)
        try:
            _warm(client, store)
            anew = [_asked(client, "lineage, graph, drawn anew", [path]) for path in _graphs(store)]
            served_pages = [_asked(client, name, paths * ROUNDS) for name, paths in _pages(client, store).items()]
        finally:
            client.close()
        rows = [tell(_row(one)) for one in [_joined(anew), *served_pages]]
        name = f"Pages over a store of {store.datasets:,} datasets"
        return [Table(name, SERVER, rows, SERVER_NOTE), _in_a_browser(url, store)]


def _warm(client: Client, store: Store) -> None:
    """Have the database plan its questions, and the process that draws started."""
    for path in (f"/lineage/dataset/{public_id(shapes.place(store.shape, 0))}", f"{_graphs(store)[0]}&view=table"):
        client.get(path, PAGE)


def _graphs(store: Store) -> list[str]:
    """Return the graphs around some datasets, each with all that came of it."""
    size = max((one.count for one in shapes.probes(store.datasets) if one.direction == "descendants"), default=0)
    part = f"down{size}" if size else store.shape
    ids = [public_id(shapes.place(part, number)) for number in range(min(ROOTS, size // 2 or store.datasets))]
    return [f"/lineage/dataset/{id}?up=0&down={shapes.DAG_DATASETS}" for id in ids]


def _pages(client: Client, store: Store) -> Mapping[str, list[str]]:
    """Return the addresses of each kind of page."""
    graphs, ids = (
        _graphs(store),
        [public_id(shapes.place(store.shape, number)) for number in range(min(ROOTS, store.datasets))],
    )
    job = _first_job(client, store)
    return {
        "lineage, graph, drawn before": graphs,
        "lineage, rows": [f"{path}&view=rows" for path in graphs],
        "lineage, table": [f"{path}&view=table" for path in graphs],
        "lineage, one step": [f"/lineage/dataset/{id}" for id in ids],
        "dataset": [f"/dataset/{id}" for id in ids],
        "viewer of a dataset": [f"/dataset/{id}/viewer" for id in ids],
        "viewer of an investigation": ["/investigation/viewer?name=hg0"],
        "investigation": ["/investigation?name=hg0"],
        "job": [f"/job/{job}"] if job else [],
        "search": ["/search?q=kind+%3D+raw"],
        "home": ["/"],
        "jobs": ["/jobs"],
        "applications": ["/applications"],
        "expected": ["/expected"],
        "rejected": ["/rejected"],
    }


def _first_job(client: Client, store: Store) -> str | None:
    """Return the job of the first dataset of the shape that has one."""
    for number in range(min(store.datasets, shapes.BLOCK)):
        found = client.get(path_of(shapes.place(store.shape, number))).json()
        if found["job"]:
            return str(found["job"]["id"])
    return None


_Asked = tuple[str, int, int, list[float]]
"""Name of a page, the most cards and bytes it had, and its times in ms."""


def _asked(client: Client, name: str, paths: list[str]) -> _Asked:
    replies = [client.get(path, PAGE) for path in paths]
    cards = max((len(CARD.findall(reply.body)) for reply in replies), default=0)
    size = max((len(reply.body) for reply in replies), default=0)
    return name, cards, size, [reply.whole_ms for reply in replies]


def _joined(asked: list[_Asked]) -> _Asked:
    names, cards, sizes, times = zip(*asked, strict=True)
    return names[0], max(cards), max(sizes), [time for each in times for time in each]


def _row(asked: _Asked) -> tuple[Cell, ...]:
    name, cards, size, times = asked
    return name, cards, size / 1000, spread(times)


def _in_a_browser(url: str, store: Store) -> Table:
    name = "Pages in a browser"
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a browser is not part of every machine
    except ImportError:
        return Table(name, BROWSER, [], "Not measured: the package playwright is not here.")
    path = os.environ.get("LINEAGE_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        return Table(name, BROWSER, [], "Not measured: there is no Chromium.")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        rows = []
        for what, address in _shown(store).items():
            loads = [_load(browser, url + address) for _ in range(LOADS)]
            rows.append(tell((what, loads[0][0], spread([time for _, time in loads]))))
        browser.close()
    return Table(name, BROWSER, rows, BROWSER_NOTE)


def _shown(store: Store) -> Mapping[str, str]:
    graph = _graphs(store)[0]
    return {"lineage, graph": graph, "lineage, table": f"{graph}&view=table", "home": "/", "search": "/search"}


def _load(browser: "Browser", address: str) -> tuple[int, float]:
    """Return how many cards a page has, and when it could be used, in ms: modules have run by then."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(address)
        ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        return page.locator(".card").count(), float(ready)
