"""The search page: an expression, what it finds, how that is distributed; a fault points at its place."""

import re
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from lineage.api.parameters import ROOT, Service
from lineage.errors import InvalidExpression
from lineage.model import answers
from lineage.model.location import LOCATION_CHARS_MAX
from lineage.model.search.parser import CHARS_MAX
from lineage.service import Lineage
from lineage.web.page import HEADERS, Asked, Show
from lineage.web.templates import link

PAGE = 50
NAME = re.compile(r"(/|[a-z][a-z0-9+.-]*://|doi:|10\.\d{4,9}/|[0-9a-f]{8}-[0-9a-f-]{27}$)\S*", re.IGNORECASE)
"""What names one thing rather than describing many: a path, a URI, a DOI, an id."""

router = APIRouter(include_in_schema=False)


class _Search(Asked):
    q: str = Field("", max_length=CHARS_MAX)
    cursor: str | None = None
    facets: bool = False


@router.get("/search")
def search(service: Service, show: Show, asked: Annotated[_Search, Query()]) -> Response:
    """Show what an expression finds; the name of one dataset leads to it at once."""
    expression = asked.q.strip()
    held: list[answers.DatasetRef] = []
    if asked.cursor is None and len(expression) <= LOCATION_CHARS_MAX and NAME.fullmatch(expression):
        (named,) = service.many_datasets([expression]).items
        held = named.held
        if named.dataset:
            return RedirectResponse(f"/lineage/dataset/{named.dataset.id}", 303, HEADERS)
    if held:
        return show("doi.html", lambda: _held(service, expression, named), is_tagged=False)
    try:
        return show("search.html", lambda: _found(service, asked, expression))
    except InvalidExpression as error:
        fault = _Fault(expression, error)
        return show(
            "fault.html", lambda: fault.values(service), is_tagged=False, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )


def narrowed(expression: str, more: str) -> str:
    """Return an expression joined with one more condition."""
    if not expression:
        return more
    return (
        f"({expression}) and {more}" if re.search(r"\bor\b", expression, re.IGNORECASE) else f"{expression} and {more}"
    )


def _found(service: Lineage, asked: _Search, expression: str) -> dict[str, Any]:
    found = service.search(expression, facets=asked.facets, cursor=asked.cursor, limit=PAGE)
    return {
        "q": asked.q,
        "expression": expression,
        "cursor": asked.cursor,
        "found": found,
        "narrowed": narrowed,
        "as_of": found.as_of,
        "json": link(f"{ROOT}/search", q=expression, cursor=asked.cursor, limit=PAGE),
        "csv": link("/search.csv", q=expression),
    }


def _held(service: Lineage, expression: str, named: answers.NamedDataset) -> dict[str, Any]:
    return {"q": expression, "named": named, "as_of": service.change()}


class _Fault:
    """An expression that cannot be read, parted at the place of the fault."""

    def __init__(self, expression: str, error: InvalidExpression) -> None:
        self.expression = expression
        self.error = error

    def values(self, service: Lineage) -> dict[str, Any]:
        """Return what the page of the fault shows."""
        at = int(self.error.facts["position"])
        word = re.match(r"[\w.]+|.?", self.expression[at:], re.DOTALL)
        end = at + (len(word[0]) if word else 0)
        return {
            "q": self.expression,
            "before": self.expression[:at],
            "at": self.expression[at:end],
            "after": self.expression[end:],
            "message": self.error.message,
            "as_of": service.change(),
        }
