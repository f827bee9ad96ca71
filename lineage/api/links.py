"""Where an answer goes on: the `Link` header of pages (RFC 8288)."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response

from lineage.api.parameters import ROOT
from lineage.api.problem import path_of
from lineage.model import answers

Paged = TypeVar("Paged", bound=answers.Page[Any])


def linked(page: Paged, request: Request, response: Response) -> Paged:
    """Return the page, and say in the header of its response where the next one is."""
    if page.next is not None:
        asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
        query = urlencode([*asked, ("cursor", page.next)])
        response.headers["Link"] = f'<{path_of(request.scope)}?{query}>; rel="next"'
    return page


def of_dataset(id: str) -> str:
    """Return the path of a dataset."""
    return f"{ROOT}/datasets/{id}"
