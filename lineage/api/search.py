"""Routes of searching: which datasets an expression fits, and what an expression can ask about."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response

from lineage.api import lines
from lineage.api.described import described, tagged
from lineage.api.examples import search as examples
from lineage.api.parameters import ROOT, SearchQuestion, Service
from lineage.api.reply import VARY, Reply
from lineage.model import answers
from lineage.service import Lineage

LINES_PAGE = 1000
"""Datasets that a stream of lines asks the database for at once."""

router = APIRouter(prefix=ROOT, tags=["search"])


@router.get(
    "/search",
    summary="Search datasets",
    response_model=answers.Found,
    **tagged(examples.FOUND, 422, lines_of=examples.LINE, line=answers.DatasetItem),
)
def search(service: Service, asked: SearchQuestion, request: Request, reply: Reply) -> Response:
    """Datasets that an expression fits, by location. `Accept: application/jsonl` streams all pages, one a line."""
    if lines.are_wanted(request):
        return lines.stream(_pages(service, asked), request, headers=VARY)
    return reply(
        lambda: service.search(asked.q, facets=asked.facets, cursor=asked.cursor, limit=asked.limit), headers=VARY
    )


@router.get("/search/words", summary="List what can be asked", **described(examples.WORDS))
def search_words(service: Service) -> answers.WordList:
    """Every field word and every known parameter, with type, unit and operators."""
    return service.search_words()


def _pages(service: Lineage, asked: SearchQuestion) -> Iterator[list[answers.DatasetItem]]:
    cursor = asked.cursor
    while True:
        page = service.search(asked.q, cursor=cursor, limit=LINES_PAGE)
        yield page.items
        if page.next is None:
            return
        cursor = page.next
