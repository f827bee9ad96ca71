"""Pages of what datasets have in common: an investigation, a sample, a beamline."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from lineage.api.parameters import ROOT, Service
from lineage.ingest.facts import NAME_BYTES_MAX
from lineage.service import Lineage
from lineage.web.page import Show
from lineage.web.plots import bars, columns
from lineage.web.templates import condition, link

PAGE = 50

router = APIRouter(include_in_schema=False)

Name = Annotated[str, Query(min_length=1, max_length=NAME_BYTES_MAX)]


@router.get("/investigation")
def investigation(service: Service, show: Show, name: Name, instrument: str | None = None) -> Response:
    """Show what an investigation measured and made, on one beamline or on all."""
    conditions = [condition("investigation", name), *([condition("instrument", instrument)] if instrument else [])]
    viewer = link("/investigation/viewer", name=name, instrument=instrument)
    return show("set.html", lambda: _values(service, "investigation", name, " and ".join(conditions), viewer))


@router.get("/sample")
def sample(service: Service, show: Show, name: Name) -> Response:
    """Show all that was measured on a sample and made from it."""
    return show("set.html", lambda: _values(service, "sample", name, condition("sample", name)))


@router.get("/instrument")
def instrument(service: Service, show: Show, name: Name) -> Response:
    """Show what a beamline measured, and what was made from it there."""
    return show("set.html", lambda: _values(service, "beamline", name, condition("instrument", name)))


def _values(service: Lineage, what: str, name: str, expression: str, viewer: str | None = None) -> dict[str, Any]:
    found = service.search(expression, facets=True, limit=PAGE)
    facets = {facet.name: facet for facet in found.facets or ()}
    return {
        "what": what,
        "name": name,
        "expression": expression,
        "found": found,
        "viewer": viewer,
        "facets": facets,
        "programs": bars(facets["application"]),
        "months": columns(facets["month"]),
        "as_of": found.as_of,
        "json": link(f"{ROOT}/search", q=expression, facets="true", limit=PAGE),
        "csv": link("/search.csv", q=expression),
    }
