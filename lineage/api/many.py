"""Routes that take many datasets in one question: its names come in a body, as they would not fit into an address.

They read and change nothing.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lineage.api.described import described
from lineage.api.examples import many as examples
from lineage.api.parameters import ROOT, Location, Service, Steps
from lineage.api.reply import Reply
from lineage.errors import BodyTooLarge
from lineage.model import answers

BODY_BYTES_MAX = 4 * 2**20
"""More than any question needs: 200 names of 4,096 characters, most of them escaped."""

router = APIRouter(prefix=ROOT, tags=["datasets"])


class BatchQuestion(BaseModel):
    """Names of datasets."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: list[Location] = Field(
        min_length=1, max_length=200, description="ids, locations or DOIs; the answer is in their order"
    )


class ClosuresQuestion(BaseModel):
    """Starts of walks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: list[Location] = Field(min_length=1, max_length=50, description="ids or locations of datasets")
    direction: answers.Direction = Field("ancestors", description="which way to walk")
    steps: Steps = None
    limit: int = Field(1000, ge=1, le=10_000, description="nodes at most, the nearest first")


QuestionT = TypeVar("QuestionT", bound=BaseModel)


def _in_body(kind: type[QuestionT]) -> Callable[[Request], Awaitable[QuestionT]]:
    async def taken(request: Request) -> QuestionT:
        """Read a question, in JSON whatever its media type says; async, because only the event loop can read it."""
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_BYTES_MAX:
                raise BodyTooLarge("a question", BODY_BYTES_MAX, "ask about fewer datasets at once")
        try:
            return kind.model_validate_json(body)
        except ValidationError as error:
            found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
            raise RequestValidationError(found) from error

    return taken


def _taking(kind: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": kind.model_json_schema(), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/datasets:batchGet",
    summary="Show many datasets",
    response_model=answers.ManyDatasets,
    openapi_extra=_taking(BatchQuestion, examples.NAMES),
    **described(examples.MANY, 413, 422),
)
def batch_get(
    service: Service, asked: Annotated[BatchQuestion, Depends(_in_body(BatchQuestion))], reply: Reply
) -> Response:
    """What up to 200 names stand for, an item for each in their order; names that nothing has are told as missing."""
    return reply(lambda: service.many_datasets(asked.names), is_tagged=False)


@router.post(
    "/datasets:closures",
    summary="Walk from many datasets",
    response_model=answers.Closures,
    openapi_extra=_taking(ClosuresQuestion, examples.STARTS),
    **described(examples.CLOSURES, 404, 413, 422),
)
def closures(
    service: Service, asked: Annotated[ClosuresQuestion, Depends(_in_body(ClosuresQuestion))], reply: Reply
) -> Response:
    """What each of up to 50 datasets comes from, or what comes from it: every node once, with its distances."""
    return reply(
        lambda: service.closures(asked.names, asked.direction, steps=asked.steps, limit=asked.limit), is_tagged=False
    )
