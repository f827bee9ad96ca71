"""The route that messages come in by: one, an array, or JSON Lines, each with a receipt."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from lineage.api import bodies, examples, lines, problem
from lineage.api.bodies import Received
from lineage.api.described import ALWAYS, failing
from lineage.api.links import of_dataset
from lineage.api.parameters import ROOT, Counters, Service
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["messages"])


class Receipts(answers.Answer):
    """What became of each message of an array, in their order."""

    items: list[answers.Receipt]


_XML = {"schema": {"type": "string"}, "example": examples.MESSAGE_XML}
_LINES = {"schema": {"type": "string"}, "example": examples.MESSAGE_LINES}
_JSON = {
    "schema": {
        "anyOf": [
            {"type": "object"},
            {"type": "array", "description": "messages; an element that is no object is refused alone"},
        ]
    },
    "example": examples.MESSAGE,
}
_BODY = {
    "required": True,
    "content": {
        **dict.fromkeys(bodies.XML, _XML),
        **dict.fromkeys(bodies.JSON, _JSON),
        **dict.fromkeys(bodies.LINES, _LINES),
    },
}
_RECEIPT = {"$ref": "#/components/schemas/Receipt"}
_RECEIPTS = {"$ref": "#/components/schemas/Receipts"}
WRITTEN = {
    "description": "One message that was written",
    "model": answers.Receipt,
    "content": {"application/json": {"example": examples.RECEIPT}},
    "headers": {"Location": {"description": "the path of the dataset", "schema": {"type": "string"}}},
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One message that changed nothing; or all of an array were taken; or lines were sent",
        "content": {
            "application/json": {"schema": {"anyOf": [_RECEIPT, _RECEIPTS]}, "example": examples.RECEIPTS},
            lines.MEDIA_TYPE: {"itemSchema": _RECEIPT, "example": examples.RECEIPT},
        },
    },
    201: WRITTEN,
    207: {
        "description": "Some messages of an array were refused; the others are written",
        "model": Receipts,
        "content": {"application/json": {"example": examples.RECEIPTS_MIXED}},
    },
}


def _described() -> dict[str, Any]:
    responses = {**_ANSWERS, **failing(413, 415, 422, *ALWAYS)}
    return {"responses": responses, "openapi_extra": {"requestBody": _BODY}}


@router.post("/messages", summary="Send messages in", response_model=None, **_described())
def take(service: Service, counters: Counters, body: Received, request: Request) -> Response:
    """Write one message (XML, a JSON object), an array, or JSON Lines; a receipt tells what became of each.

    Receipts of JSON Lines are sent batch by batch, as batches are committed. A refused message changes nothing;
    it is kept with its reason, and spoils no other.
    """
    if body.is_lines:
        receipts = counters.counted(service.ingest(body.lines()))
        return lines.stream(lines.chunked(receipts, service.settings.batch_size), request)
    pieces, is_single = body.pieces()
    taken = list(counters.counted(service.ingest(pieces)))
    return answered(taken[0]) if is_single else _many(taken)


def answered(receipt: answers.Receipt) -> Response:
    """Return the response that tells of one message."""
    if receipt.status == "rejected":
        return problem.respond(problem.of_receipt(receipt))
    is_new = receipt.status in ("created", "replaced")
    headers = {"Location": of_dataset(receipt.id)} if is_new and receipt.id else None
    return JSONResponse(receipt.model_dump(mode="json"), 201 if is_new else 200, headers)


def _many(receipts: list[answers.Receipt]) -> Response:
    is_mixed = any(receipt.status == "rejected" for receipt in receipts)
    return JSONResponse(Receipts(items=receipts).model_dump(mode="json"), 207 if is_mixed else 200)
