"""The route of the flat view: one row a dataset, as a file, sent while it is made."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from lineage.api import lines
from lineage.api.described import ALWAYS, failing
from lineage.api.examples import flat as examples
from lineage.api.parameters import ROOT, FlatQuestion, Service
from lineage.api.reply import VARY
from lineage.flat import FORMATS, FormatName

router = APIRouter(prefix=ROOT, tags=["flat view"])

_CONTENT: dict[str, dict[str, Any]] = {
    form.media_type: {"schema": {}, "example": examples.FILES[name]} for name, form in FORMATS.items()
}


@router.get(
    "/flat",
    summary="Fetch the flat view",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": _CONTENT}, **failing(404, 422, *ALWAYS)},
)
def flat(service: Service, asked: FlatQuestion, request: Request) -> StreamingResponse:
    """A row for each dataset, with its producer, direct links and whole lineage; `Accept` may tell the form too.

    A file that fails when a part of it is sent already breaks off without its end.
    """
    form = asked.format or _accepted(request)
    pieces = service.flat_file(form, investigation=asked.investigation, since=asked.since, where=asked.q)
    return lines.file(pieces, FORMATS[form].media_type, headers=VARY)


def _accepted(request: Request) -> FormatName:
    """Return the first form that the caller names; CSV for one who names none."""
    given = [part.split(";")[0].strip() for part in request.headers.get("accept", "").lower().split(",")]
    names = {form.media_type: name for name, form in FORMATS.items()}
    return next((names[media_type] for media_type in given if media_type in names), "csv")
