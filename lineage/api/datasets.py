"""Routes of datasets: one, many, what it came from, what came of it, and its retirement."""

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request, Response

from lineage.api import examples, lines
from lineage.api.answered import Answered
from lineage.api.described import described
from lineage.api.links import linked, of_dataset
from lineage.api.parameters import (
    ROOT,
    DatasetsQuestion,
    GraphQuestion,
    Id,
    LocationQuestion,
    PathQuestion,
    RetirementQuestion,
    Service,
    WalkQuestion,
)
from lineage.model import answers

LINES_PAGE = 1000
"""Nodes that a stream of lines asks the database for at once."""

router = APIRouter(prefix=ROOT, tags=["datasets"], route_class=Answered)
Walk = Callable[..., answers.Trace]


@router.get("/datasets", summary="List datasets by location", **described(examples.DATASETS, 422))
def datasets(
    service: Service, asked: DatasetsQuestion, request: Request, response: Response
) -> answers.Page[answers.DatasetItem]:
    """Datasets in the order of their locations."""
    return linked(service.datasets(**dict(asked)), request, response)


@router.get("/datasets/by-location", summary="Find a dataset by location", **described(examples.DATASET, 404, 422))
def dataset_by_location(service: Service, asked: LocationQuestion, response: Response) -> answers.Dataset:
    """The dataset of a folder; the location may be spelled as messages spell it."""
    found = service.dataset(asked.location)
    response.headers["Content-Location"] = of_dataset(found.id)
    return found


@router.get("/datasets/{id}", summary="Show a dataset", **described(examples.DATASET, 404, 422))
def dataset(service: Service, id: Id) -> answers.Dataset:
    """One dataset with its producer and neighbours; lists are cut at 100, the counts are not."""
    return service.dataset(str(id))


@router.get(
    "/datasets/{id}/ancestors",
    summary="List what a dataset was derived from",
    response_model=answers.Trace,
    **described(examples.ANCESTORS, 404, 422, lines_of=examples.NODE),
)
def ancestors(
    service: Service,
    id: Id,
    asked: WalkQuestion,
    request: Request,
    response: Response,
) -> answers.Trace | Response:
    """Datasets and jobs, nearest first. `Accept: application/jsonl` streams all pages, one node a line."""
    return _walked(service.ancestors, str(id), asked, request, response)


@router.get(
    "/datasets/{id}/descendants",
    summary="List what was derived from a dataset",
    response_model=answers.Trace,
    **described(examples.DESCENDANTS, 404, 422, lines_of=examples.NODE),
)
def descendants(
    service: Service,
    id: Id,
    asked: WalkQuestion,
    request: Request,
    response: Response,
) -> answers.Trace | Response:
    """Datasets and jobs, nearest first. `Accept: application/jsonl` streams all pages, one node a line."""
    return _walked(service.descendants, str(id), asked, request, response)


@router.get("/datasets/{id}/graph", summary="Draw a walk", **described(examples.GRAPH, 404, 422))
def graph(service: Service, id: Id, asked: GraphQuestion) -> answers.TraceGraph:
    """The nearest nodes up or down from a dataset, with the edges among them."""
    return service.graph(str(id), **dict(asked))


@router.get("/paths", summary="Find the way between two datasets", **described(examples.PATH, 404, 422))
def path(service: Service, asked: PathQuestion) -> answers.Path:
    """The shortest way of the data, in either direction; no nodes when neither comes from the other."""
    return service.path(asked.from_name, asked.to_name)


@router.delete("/datasets/{id}", summary="Retire a dataset", **described(examples.RETIRED, 404, 409, 422))
def retire(service: Service, id: Id, asked: RetirementQuestion) -> answers.Retirement:
    """Mark a dataset as gone from disk; it stays in every chain with the mark."""
    return service.retire(str(id), asked.reason, retire_used=asked.retire_used, only_show=asked.dry_run)


@router.post("/datasets/{id}:restore", summary="Take a retirement back", **described(examples.DATASET, 404, 422))
def restore(service: Service, id: Id) -> answers.Dataset:
    """Take the mark of a retirement away again."""
    return service.restore(str(id))


def _walked(
    walk: Walk,
    id: str,
    asked: WalkQuestion,
    request: Request,
    response: Response,
) -> answers.Trace | Response:
    if lines.are_wanted(request):
        return lines.stream(_pages(walk, id, asked), request, headers={"Vary": "Accept"})
    response.headers["Vary"] = "Accept"
    return linked(walk(id, **dict(asked)), request, response)


def _pages(walk: Walk, id: str, asked: WalkQuestion) -> Iterator[list[answers.TraceNode]]:
    cursor = asked.cursor
    while True:
        page = walk(id, steps=asked.steps, cursor=cursor, limit=LINES_PAGE)
        yield page.items
        if page.next is None:
            return
        cursor = page.next
