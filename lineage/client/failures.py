"""What a server says becomes an answer or an error: the same classes as in the service, by their code."""

import json
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from lineage import errors
from lineage.errors import LineageError, ServerFailed, ServerUnavailable

FIRST_FAILURE = 400
DETAIL_CHARS = 200

AnswerT = TypeVar("AnswerT", bound=BaseModel)


def answer_of(kind: type[AnswerT], url: str, response: httpx2.Response) -> AnswerT:
    """Return the answer in a response that was read; raises ServerFailed when it has another shape."""
    return read(kind, url, response.content, response.status_code)


def read(kind: type[AnswerT], url: str, content: bytes, status: int = 200) -> AnswerT:
    """Return the answer in some JSON; a line of a stream may be a problem, which is raised."""
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        found = parsed(content)
        if "instance" in found and "code" in found:
            raise error_of_problem(url, found) from error
        detail = f"no {kind.__name__} that this release knows; is the server of another one?"
        raise ServerFailed(url, status, detail) from error


def error_of(url: str, response: httpx2.Response) -> LineageError:
    """Return the error of a response that was read and tells of a failure."""
    found = parsed(response.content)
    if "code" in found:
        return error_of_problem(url, found)
    detail = " ".join(response.text.split())[:DETAIL_CHARS]
    return ServerFailed(url, response.status_code, detail or response.reason_phrase)


def error_of_problem(url: str, problem: dict[str, Any]) -> LineageError:
    """Return the error of a problem; a code that is unknown here becomes ServerFailed."""
    code, detail, facts = (problem.get(name) for name in ("code", "detail", "facts"))
    known = errors.told(str(code), str(detail), facts if isinstance(facts, dict) else {})
    return known or ServerFailed(url, int(problem.get("status") or 0), str(detail), code=str(code))


def unavailable(url: str, error: httpx2.RequestError) -> ServerUnavailable:
    """Return the error of a server that could not be reached, or went away."""
    return ServerUnavailable(url, (str(error) or type(error).__name__).rstrip("."))


def parsed(content: bytes) -> dict[str, Any]:
    """Return the JSON object in a body; an empty one for anything else."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
