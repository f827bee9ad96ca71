"""Routes of the desk: refused messages, kept with their reason until they are accepted."""

from fastapi import APIRouter, Response

from lineage.api import examples
from lineage.api.described import ALWAYS, described, failing
from lineage.api.messages import WRITTEN, answered
from lineage.api.parameters import ROOT, Counters, Key, RejectedQuestion, Service
from lineage.api.reply import Reply
from lineage.model import answers

BYTES = "application/octet-stream"

router = APIRouter(prefix=ROOT, tags=["refused messages"])


@router.get(
    "/rejected",
    summary="List refused messages",
    response_model=answers.Page[answers.Rejected],
    **described(examples.REJECTED_PAGE, 422),
)
def rejected(service: Service, asked: RejectedQuestion, reply: Reply) -> Response:
    """Refused messages, the oldest first."""
    return reply(lambda: service.rejected(**dict(asked)), is_tagged=False)


@router.get("/rejected/{key}", summary="Show a refused message", **described(examples.REJECTED, 404, 422))
def rejected_message(service: Service, key: Key) -> answers.Rejected:
    """One refused message, with its reason as one sentence and as facts."""
    return service.rejected_message(key)[0]


@router.get(
    "/rejected/{key}/body",
    summary="Fetch the bytes of a refused message",
    response_class=Response,
    responses={
        200: {"description": "The bytes", "content": {BYTES: {"schema": {}, "example": examples.MESSAGE_XML}}},
        **failing(404, 422, *ALWAYS),
    },
)
def rejected_body(service: Service, key: Key) -> Response:
    """The bytes as they came, to be saved, not shown."""
    found, body = service.rejected_message(key)
    disposition = f'attachment; filename="{found.key}"'
    return Response(body, headers={"Content-Disposition": disposition}, media_type=BYTES)


@router.post(
    "/rejected/{key}:replay",
    summary="Try a refused message again",
    response_model=answers.Receipt,
    responses={
        200: {"description": "It changed nothing", "content": {"application/json": {"example": examples.RECEIPT}}},
        201: WRITTEN,
        **failing(404, 422, *ALWAYS),
    },
)
def replay(service: Service, counters: Counters, key: Key) -> Response:
    """Try it again, after what it waited for has changed; accepted, it leaves the desk."""
    (receipt,) = counters.counted([service.replay(key)])
    return answered(receipt)
