"""One shape for every failure: RFC 9457 `application/problem+json`, made of our errors' facts."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import Scope

from lineage import errors
from lineage.errors import LineageError, MessageError, kinds_of
from lineage.model import answers

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
FAILED = "The service failed to answer; its log says why."

STATUS: Mapping[type[LineageError], int] = {
    errors.NotFound: 404,
    errors.StillUsed: 409,
    errors.BodyTooLarge: 413,
    errors.TooManyMessages: 413,
    errors.UnknownMediaType: 415,
    MessageError: 422,
    errors.InvalidExpression: 422,
    errors.GraphUnavailable: 503,
    errors.JournalFailed: 503,
    errors.SchemaError: 503,
    errors.QueryTimeout: 504,
}
"""The HTTP status of each error; an error that is not here is ours, 500."""

INSIDE: Mapping[type[LineageError], str] = {
    errors.GraphRefused: "The graph database refuses the work; the log of the service says why.",
    errors.GraphUnavailable: "The graph database does not answer.",
    errors.JournalFailed: "The journal cannot be written to; nothing was taken, and the log of the service says why.",
}
"""What is said in the place of a message that tells of the inside; the first that fits counts."""

HTTP_CODES: Mapping[int, tuple[str, str]] = {
    403: ("cross_site", "A page of another site made the browser send the request."),
    404: ("no_route", "There is no such route."),
    405: ("method_not_allowed", "The route does not take this method."),
    421: ("wrong_host", "The request is for a host that the server does not know as itself."),
    500: ("internal", "The service failed to answer."),
    503: ("not_ready", "The service cannot do its work now."),
}
"""Code and title of the failures that none of our errors stands for."""


class Problem(BaseModel):
    """A failure; `code` is its word for programs, `detail` one sentence for people, `facts` what it is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="where the code is explained")
    title: str = Field(description="what the code means, the same each time")
    status: int = Field(description="the HTTP status")
    detail: str = Field(description="what went wrong this time")
    code: str = Field(description="the word of the failure")
    facts: dict[str, Any] = Field(description="what a program may read; its keys depend on the code")
    instance: str = Field(description="the path that was asked for, or of the refused message that was kept")


def of_error(error: LineageError, instance: str) -> Problem:
    """Return the problem of one of our errors; what it knows of the inside stays inside."""
    kind = type(error)
    status = status_of(kind)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return of_status(status, FAILED, instance)
    inside = next((words for inner, words in INSIDE.items() if isinstance(error, inner)), None)
    return Problem(
        type=explained(kind.code),
        title=title_of(kind),
        status=status,
        detail=inside or error.message,
        code=kind.code,
        facts={} if inside else dict(error.facts),
        instance=instance,
    )


def of_status(status: int, detail: str, instance: str, facts: Mapping[str, Any] | None = None) -> Problem:
    """Return the problem of a failure that none of our errors stands for."""
    phrase = HTTPStatus(status).phrase
    code, title = HTTP_CODES.get(status, (phrase.lower().replace(" ", "_"), phrase))
    return Problem(
        type=explained(code),
        title=title,
        status=status,
        detail=detail,
        code=code,
        facts=dict(facts or {}),
        instance=instance,
    )


def of_receipt(receipt: answers.Receipt) -> Problem:
    """Return the problem of a refused message, with the key that it is kept under."""
    kind = next(kind for kind in kinds_of(MessageError) if kind.code == receipt.code)
    return Problem(
        type=explained(kind.code),
        title=title_of(kind),
        status=status_of(kind),
        detail=receipt.message or "",
        code=kind.code,
        facts={**(receipt.facts or {}), "key": receipt.key},
        instance=f"/api/v1/rejected/{receipt.key}",
    )


def explained(code: str) -> str:
    """Return where a code is explained."""
    return f"/docs#{code}"


def status_of(kind: type[LineageError]) -> int:
    """Return the HTTP status of a kind of error."""
    return next((STATUS[base] for base in kind.__mro__ if base in STATUS), 500)


def title_of(kind: type[LineageError]) -> str:
    """Return what an error means: the first line of what is said about it in the code."""
    return (kind.__doc__ or kind.code).split("\n", 1)[0]


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return the response of a problem; 503 says when to ask again."""
    more = {"Retry-After": str(RETRY_AFTER_S)} if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Response(
        problem.model_dump_json(), problem.status, headers={**more, **(headers or {})}, media_type=MEDIA_TYPE
    )


def path_of(scope: Scope) -> str:
    """Return the path that was asked for, in ASCII without blanks or control characters."""
    return quote(scope["path"], safe="/:@!$&'()*+,;=-._~")
