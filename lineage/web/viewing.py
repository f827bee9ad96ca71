"""Viewers by technique, of a dataset and of an investigation: pages of their own, which others take their part from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from lineage.api.parameters import Id, Service
from lineage.api.reply import Reply
from lineage.ingest.facts import NAME_BYTES_MAX
from lineage.model import answers
from lineage.service import Lineage
from lineage.web.page import Asked, Show
from lineage.web.spreadsheet import of_rows
from lineage.web.templates import condition, link, plain
from lineage.web.viewers import Material, Viewer, fitting

ROWS = 50
"""Raw datasets on one page of an investigation."""
NODES_MAX = 1000
"""Datasets and jobs that were made from these, the nearest first."""
COLUMNS = ("row", "step", "id", "location", "parameter", "value", "error", "units")

router = APIRouter(include_in_schema=False)


class _OfDataset(Asked):
    viewer: str | None = Field(None, max_length=50, description="name of a viewer; absent takes the one that fits best")


class _OfInvestigation(_OfDataset):
    name: str = Field(min_length=1, max_length=NAME_BYTES_MAX)
    instrument: str | None = None
    cursor: str | None = None


DatasetAsked = Annotated[_OfDataset, Query()]
InvestigationAsked = Annotated[_OfInvestigation, Query()]


@dataclass(frozen=True, slots=True)
class Walk:
    """What was made from some raw datasets, and how many of these there are besides."""

    found: answers.Provenance
    raw_count: int | None
    """Over all pages; None on a page after the first."""
    next: str | None = None


@router.get("/dataset/{id}/viewer")
def dataset(service: Service, show: Show, id: Id, asked: DatasetAsked) -> Response:
    """Show what was measured for a dataset, and what was made from that, as its technique looks at it."""

    def ask() -> dict[str, Any]:
        of = service.dataset(str(id))
        address = partial(link, f"/dataset/{id}/viewer")
        values = _values(service, _of_dataset(service, str(id)), asked, address)
        title = of.name or of.location
        return {**values, "over": "dataset", "title": title, "back": f"/dataset/{id}", "marked": str(id)}

    return show("viewer.html", ask)


@router.get("/dataset/{id}/viewer.json")
def dataset_json(service: Service, reply: Reply, id: Id) -> Response:
    """The walk that the viewer is made from."""
    return reply(lambda: _of_dataset(service, str(id)).found)


@router.get("/dataset/{id}/viewer.csv")
def dataset_csv(service: Service, id: Id, asked: DatasetAsked) -> Response:
    """Every value that the viewer shows."""
    return _sheet(service, _of_dataset(service, str(id)), asked)


@router.get("/investigation/viewer")
def investigation(service: Service, show: Show, asked: InvestigationAsked) -> Response:
    """Show raw datasets of an investigation, page by page, and what was made from them."""

    def ask() -> dict[str, Any]:
        of = {"name": asked.name, "instrument": asked.instrument}
        address = partial(link, "/investigation/viewer", **of, cursor=asked.cursor)
        values = _values(service, _of_investigation(service, asked), asked, address)
        links = {"back": link("/investigation", **of), "marked": "", "first": link("/investigation/viewer", **of)}
        return {**values, "over": "investigation", "title": asked.name, **links}

    return show("viewer.html", ask)


@router.get("/investigation/viewer.json")
def investigation_json(service: Service, reply: Reply, asked: InvestigationAsked) -> Response:
    """The walk that the viewer is made from."""
    return reply(lambda: _of_investigation(service, asked).found)


@router.get("/investigation/viewer.csv")
def investigation_csv(service: Service, asked: InvestigationAsked) -> Response:
    """Every value that the viewer shows."""
    return _sheet(service, _of_investigation(service, asked), asked)


def _of_dataset(service: Lineage, id: str) -> Walk:
    roots = service.roots(id, limit=ROWS)
    starts = [root.id for root in roots.items] or [id]
    return Walk(_down(service, starts), roots.count or 1)


def _of_investigation(service: Lineage, asked: _OfInvestigation) -> Walk:
    conditions = [condition("investigation", asked.name), "kind = raw"]
    conditions += [condition("instrument", asked.instrument)] if asked.instrument else []
    page = service.search(" and ".join(conditions), cursor=asked.cursor, limit=ROWS)
    return Walk(_down(service, [item.id for item in page.items]), page.count, page.next)


def _down(service: Lineage, starts: Sequence[str]) -> answers.Provenance:
    return service.provenance(starts, "descendants", limit=NODES_MAX)


def _values(service: Lineage, walk: Walk, asked: _OfDataset, address: Callable[..., str]) -> dict[str, Any]:
    material = Material(walk.found, service.context.definitions)
    viewers = fitting(material)
    viewer = _chosen(viewers, asked)
    path, _, query = address(viewer=asked.viewer).partition("?")
    return {
        "viewers": viewers,
        "viewer": viewer,
        "shown": viewer.show(material),
        "found": walk.found,
        "starts_count": len(material.starts),
        "raw_count": walk.raw_count,
        "next": address(cursor=walk.next, viewer=asked.viewer) if walk.next else None,
        "first": None,
        "address": address,
        "as_of": walk.found.as_of,
        "json": "?".join(filter(None, (f"{path}.json", query))),
        "csv": "?".join(filter(None, (f"{path}.csv", query))),
    }


def _chosen(viewers: Sequence[Viewer], asked: _OfDataset) -> Viewer:
    """Return the viewer asked for where it fits, else the one that fits best."""
    return next((one for one in viewers if one.name == asked.viewer), viewers[0])


def _sheet(service: Lineage, walk: Walk, asked: _OfDataset) -> Response:
    material = Material(walk.found, service.context.definitions)
    rows = []
    for line in _chosen(fitting(material), asked).show(material).lines():
        fact = line.fact
        said = (fact.column.name, plain(fact.value), plain(fact.error), fact.column.units) if fact else ("", "", "", "")
        rows.append((line.row, line.step, line.dataset.id, line.dataset.location, *said))
    return of_rows("viewer", COLUMNS, rows)
