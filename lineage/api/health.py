"""Routes for those who run the service: it lives, it is ready, its metrics."""

import logging

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from lineage.api import examples, problem
from lineage.api.described import failing
from lineage.api.metrics import MEDIA_TYPE
from lineage.api.parameters import Counters, Service
from lineage.model import answers

NOT_READY = "The service cannot do its work now; its log says why."

router = APIRouter(tags=["operation"])
log = logging.getLogger(__name__)


class Health(answers.Answer):
    """That the process lives."""

    is_alive: bool


@router.get(
    "/healthz",
    summary="Say that the process lives",
    responses={200: {"content": {"application/json": {"example": {"is_alive": True}}}}, **failing(500)},
)
async def healthz() -> Health:
    """Asks no database; async, so that it answers while every thread waits for one."""
    return Health(is_alive=True)


@router.get(
    "/readyz",
    summary="Say whether the service can do its work",
    response_model=answers.Readiness,
    responses={200: {"content": {"application/json": {"example": examples.READINESS}}}, **failing(500, 503)},
)
def readyz(service: Service, request: Request) -> Response:
    """Whether the database answers, and has the schema of this release; 503 names the check that failed."""
    found = service.readiness()
    if found.is_ready:
        return JSONResponse(found.model_dump(mode="json"))
    for name, text in found.checks.items():
        log.warning("not ready, %s: %s", name, text)
    checks = {name: text if text == "ok" else "failed" for name, text in found.checks.items()}
    return problem.respond(problem.of_status(503, NOT_READY, problem.path_of(request.scope), {"checks": checks}))


@router.get(
    "/metrics",
    summary="Show the metrics",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": examples.METRICS}}}, **failing(500)},
)
def metrics(counters: Counters) -> Response:
    """Metrics in the text format of Prometheus; without a database, `lineage_graph_up 0` and the counters."""
    return Response(counters.text(), media_type=MEDIA_TYPE)
