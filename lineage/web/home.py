"""The first page: what there is, what came in lately, what waits for somebody."""

from typing import Any

from fastapi import APIRouter, Response

from lineage.api.parameters import ROOT, Service
from lineage.model import answers
from lineage.service import Lineage
from lineage.web.page import Show
from lineage.web.plots import bars, columns

LATEST_CHANGES = 60
"""Changes looked back at; most are of one dataset each."""
LATEST_SHOWN = 8

LOADED = 10_000
"""Datasets a change; no message brings so many."""

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(service: Service, show: Show) -> Response:
    """Show what there is; refused messages come and go without a change of the graph, so there is no tag."""
    return show("home.html", lambda: _asked(service), is_tagged=False)


@router.get("/distribution")
def distribution(service: Service, show: Show) -> Response:
    """Show datasets by beamline, kind and month; a page of its own, since it looks at every dataset."""

    def ask() -> dict[str, Any]:
        found = service.search("", facets=True, limit=1)
        facets = {facet.name: facet for facet in found.facets or ()}
        return {
            "found": found,
            "instruments": bars(facets["instrument"]),
            "applications": bars(facets["application"]),
            "months": columns(facets["month"]),
            "as_of": found.as_of,
            "json": f"{ROOT}/search?facets=true&limit=1",
        }

    return show("distribution.html", ask)


def _lately(stats: answers.Stats) -> str:
    """Return the expression of what came in lately; a load is one change, and none of its datasets is late."""
    is_loaded = stats.datasets > LOADED * stats.as_of
    return f"since > {max(stats.as_of - LATEST_CHANGES, int(is_loaded))}"


def _asked(service: Lineage) -> dict[str, Any]:
    stats = service.stats()
    lately = _lately(stats)
    found = service.search(lately, limit=LATEST_CHANGES) if stats.datasets else None
    latest = sorted(found.items, key=lambda item: -item.change) if found else []
    return {
        "stats": stats,
        "lately": lately,
        "latest": [item for item in latest if item.state != "expected"][:LATEST_SHOWN],
        "consumers": service.consumers().items,
        "as_of": stats.as_of,
        "json": f"{ROOT}/stats",
    }
