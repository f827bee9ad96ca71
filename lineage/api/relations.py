"""Routes about several datasets: what they have in common, what differs; and where one goes back to and ends."""

from fastapi import APIRouter, Response

from lineage.api.described import tagged
from lineage.api.examples import relations as examples
from lineage.api.parameters import ROOT, CommonQuestion, DifferencesQuestion, Id, Service, WalkPageQuestion
from lineage.api.reply import Reply
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["relations"])


@router.get(
    "/common",
    summary="List what several datasets have in common",
    response_model=answers.Common,
    **tagged(examples.COMMON, 404, 422),
)
def common(service: Service, asked: CommonQuestion, reply: Reply) -> Response:
    """Datasets and jobs that all of 2 to 20 datasets come from, or that come from all of them, nearest first.

    Nearest is what has the least of greatest distances. A dataset that the others come from is in common too.
    """
    return reply(
        lambda: service.common(
            asked.dataset, asked.direction, steps=asked.steps, cursor=asked.cursor, limit=asked.limit
        )
    )


@router.get(
    "/differences",
    summary="Compare how two datasets were made",
    response_model=answers.Differences,
    **tagged(examples.DIFFERENCES, 404, 422),
)
def differences(service: Service, asked: DifferencesQuestion, reply: Reply) -> Response:
    """Where the lineages of two datasets part, going up from both, and what else differs further up."""
    return reply(lambda: service.differences(asked.left, asked.right, steps=asked.steps))


@router.get(
    "/datasets/{id}/roots",
    summary="List where a dataset goes back to",
    response_model=answers.Ends,
    **tagged(examples.ROOTS, 404, 422),
)
def roots(service: Service, id: Id, asked: WalkPageQuestion, reply: Reply) -> Response:
    """The ancestors that nothing produced, raw or expected, nearest first; itself, when nothing produced it."""
    return reply(lambda: service.roots(str(id), **dict(asked)))


@router.get(
    "/datasets/{id}/products",
    summary="List what a dataset ended in",
    response_model=answers.Ends,
    **tagged(examples.PRODUCTS, 404, 422),
)
def products(service: Service, id: Id, asked: WalkPageQuestion, reply: Reply) -> Response:
    """The descendants that nothing read, nearest first; itself, when nothing read it."""
    return reply(lambda: service.products(str(id), **dict(asked)))
