"""Routes about several datasets: what they have in common, what differs; and where one goes back to and ends."""

from fastapi import APIRouter, Request, Response

from lineage.api.described import described
from lineage.api.examples import relations as examples
from lineage.api.links import linked
from lineage.api.parameters import ROOT, CommonQuestion, DifferencesQuestion, Id, PageQuestion, Service
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["relations"])


@router.get("/common", summary="List what several datasets have in common", **described(examples.COMMON, 404, 422))
def common(service: Service, asked: CommonQuestion, request: Request, response: Response) -> answers.Common:
    """Datasets and jobs that all of 2 to 20 datasets come from, or that come from all of them, nearest first.

    Nearest is what has the least of greatest distances. A dataset that the others come from is in common too.
    """
    found = service.common(asked.dataset, asked.direction, steps=asked.steps, cursor=asked.cursor, limit=asked.limit)
    return linked(found, request, response)


@router.get("/differences", summary="Compare how two datasets were made", **described(examples.DIFFERENCES, 404, 422))
def differences(service: Service, asked: DifferencesQuestion) -> answers.Differences:
    """Where the lineages of two datasets part, going up from both, and what else differs further up."""
    return service.differences(asked.left, asked.right, steps=asked.steps)


@router.get("/datasets/{id}/roots", summary="List where a dataset goes back to", **described(examples.ROOTS, 404, 422))
def roots(service: Service, id: Id, asked: PageQuestion, request: Request, response: Response) -> answers.Ends:
    """The ancestors that nothing produced, raw or expected, nearest first; itself, when nothing produced it."""
    return linked(service.roots(str(id), **dict(asked)), request, response)


@router.get("/datasets/{id}/products", summary="List what a dataset ended in", **described(examples.PRODUCTS, 404, 422))
def products(service: Service, id: Id, asked: PageQuestion, request: Request, response: Response) -> answers.Ends:
    """The descendants that nothing read, nearest first; itself, when nothing read it."""
    return linked(service.products(str(id), **dict(asked)), request, response)
