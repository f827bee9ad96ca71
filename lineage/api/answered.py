"""Routes whose answers become JSON where they are made.

FastAPI would check every answer once more against its model, in a second thread, and write the JSON in the loop that
all requests share. An answer is one of our nouns already.
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

MEDIA_TYPE = "application/json"


class Answered(APIRoute):
    """A route of an `APIRouter(route_class=Answered)`; what returns a response of its own stays as it is."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        super().__init__(path, endpoint if iscoroutinefunction(endpoint) else _answering(endpoint), **given)


def _answering(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    def answering(**asked: Any) -> Any:
        found = endpoint(**asked)
        if not isinstance(found, BaseModel):
            return found
        response = Response(found.model_dump_json(by_alias=True), media_type=MEDIA_TYPE)
        said = next((value for value in asked.values() if isinstance(value, Response)), None)
        if said is not None:
            response.headers.update(said.headers)
        return response

    return answering
