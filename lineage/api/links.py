"""Where an answer goes on: the `Link` header of pages (RFC 8288)."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from lineage.api.parameters import ROOT
from lineage.api.problem import path_of
from lineage.model import answers


def next_link(page: answers.Page[Any], request: Request) -> dict[str, str]:
    """Return the header that says where the next page is; none on the last."""
    if page.next is None:
        return {}
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    query = urlencode([*asked, ("cursor", page.next)])
    return {"Link": f'<{path_of(request.scope)}?{query}>; rel="next"'}


def of_dataset(id: str) -> str:
    """Return the path of a dataset."""
    return f"{ROOT}/datasets/{id}"
