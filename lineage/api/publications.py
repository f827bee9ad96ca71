"""Routes of publications: said, shown, and what a report of one is made from."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from lineage.api import examples, problem
from lineage.api.bodies import Received
from lineage.api.described import ALWAYS, failing, tagged
from lineage.api.examples.publications import PUBLICATION, PUT, REPORT
from lineage.api.parameters import ROOT, Counters, ReportQuestion, Service
from lineage.api.reply import Reply
from lineage.errors import InvalidField
from lineage.intake import Piece
from lineage.model import answers
from lineage.model.doi import doi_of

router = APIRouter(prefix=ROOT, tags=["publications"])

Prefix = Annotated[str, Path(description="the DOI up to its first slash", max_length=50)]
Suffix = Annotated[str, Path(description="the DOI after its first slash", max_length=500)]


def _described() -> dict[str, Any]:
    receipt = {**examples.RECEIPT, "location": None, "id": None}
    answered = {"model": answers.Receipt, "content": {"application/json": {"example": receipt}}}
    return {
        "responses": {
            200: {"description": "A publication that was known", **answered},
            201: {"description": "A new publication", **answered},
            **failing(404, 413, 415, 422, *ALWAYS),
        },
        "openapi_extra": {
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}, "example": PUT}},
            }
        },
    }


@router.put("/dois/{prefix}/{suffix:path}", summary="Say what a publication is", response_model=None, **_described())
def put(service: Service, counters: Counters, prefix: Prefix, suffix: Suffix, body: Received) -> Response:
    """Say all of a publication: what it holds, its people, dates and terms; what is left out is gone.

    The latest that was said counts. The same said again changes nothing but the time when it was said.
    """
    doi = checked_doi(prefix, suffix)
    pieces, is_single = body.pieces()
    said = _object(pieces[0].body if is_single else b"[]")
    piece = Piece(json.dumps({**said, "type": "publication", "doi": doi}).encode(), body.sender)
    receipt = next(iter(counters.counted(service.ingest([piece]))))
    if receipt.status == "rejected":
        return problem.respond(problem.of_receipt(receipt))
    return JSONResponse(receipt.model_dump(mode="json"), 201 if receipt.status == "created" else 200)


@router.get(
    "/dois/{prefix}/{suffix:path}",
    summary="Show a publication",
    response_model=answers.Publication,
    **tagged(PUBLICATION.model_dump(mode="json"), 404, 422),
)
def publication(service: Service, prefix: Prefix, suffix: Suffix, reply: Reply) -> Response:
    """What the latest message says of a DOI, and the datasets that it holds; those of its investigations too."""
    doi = checked_doi(prefix, suffix)
    return reply(lambda: service.publication(doi))


@router.get(
    "/report",
    summary="Tell all that a lineage report is made from",
    response_model=answers.Report,
    **tagged(REPORT.model_dump(mode="json"), 404, 422),
)
def report(service: Service, asked: ReportQuestion, reply: Reply) -> Response:
    """The datasets of a DOI or of an investigation, or one, with all up and down from them, and who publishes those."""
    return reply(lambda: service.report(asked.name, limit=asked.limit))


def checked_doi(prefix: str, suffix: str) -> str:
    """Return the DOI of a path; raises InvalidField."""
    doi = doi_of(f"{prefix}/{suffix}")
    if doi is None:
        raise InvalidField("doi", f"{prefix}/{suffix}", "a DOI, as 10.15151/ESRF-DC-1")
    return doi


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidField("body", "", "a JSON object") from error
    if not isinstance(said, dict):
        raise InvalidField("body", type(said).__name__, "a JSON object")
    return said
