"""Answers every failure with a problem: as JSON, or as a page to whoever reads pages.

The only room with a broad except: what nobody foresaw becomes a 500 that tells nothing of the inside.
"""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lineage import errors
from lineage.api.problem import FAILED, Problem, of_error, of_status, path_of, respond
from lineage.errors import InvalidField, LineageError, MissingField

log = logging.getLogger(__name__)


Page = Callable[[Scope, Problem], Response | None]
"""Makes the page of a problem; None for a request that wants no page."""


def install(app: FastAPI, page: Page | None = None) -> None:
    """Answer every failure of an app with a problem; `page` makes pages of them."""
    app.state.problem_page = page
    app.add_exception_handler(LineageError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_middleware(LastResort)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LineageError)  # noqa: S101
    found = of_error(error, path_of(request.scope))
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s: %s", error.code, error.message)
    accept = {"Accept": ", ".join(error.facts["accepted"])} if isinstance(error, errors.UnknownMediaType) else {}
    return _told(request.scope, found, accept)


def _told(scope: Scope, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    page: Page | None = scope["app"].state.problem_page
    return (page and page(scope, problem)) or respond(problem, headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Tell of the first thing that is wrong with the parameters, as of a field of a message."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    within, *way = (str(step) for step in first["loc"])
    field = ".".join(way) or within
    if first["type"] == "missing":
        return await _on_error(request, MissingField(field, within=within))
    expected = "no such parameter" if first["type"] == "extra_forbidden" else _expected(first["msg"])
    return await _on_error(request, InvalidField(field, first["input"], expected))


def _expected(complaint: str) -> str:
    return complaint.removeprefix("Input should be ").removeprefix("String should ")


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    path = path_of(request.scope)
    detail, headers = str(error.detail), dict(error.headers or {})
    facts: dict[str, Any] = {}
    if error.status_code == HTTPStatus.NOT_FOUND:
        detail, facts = f"There is no route {errors.shown(path)}.", {"path": path}
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = _allowed(request)
        detail = f"The route {errors.shown(path)} takes {', '.join(allowed)}, not {request.method}."
        facts, headers = {"allowed": allowed}, {"Allow": ", ".join(allowed)}
    return _told(request.scope, of_status(error.status_code, detail, path, facts), headers)


def _allowed(request: Request) -> list[str]:
    """Return every method that the path takes; the router itself knows only those of its first route."""
    path = request.scope["path"]
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path_regex.match(path)]
    found = {method for route in routes for method in route.methods or ()}
    return sorted(found | {"HEAD"} if "GET" in found else found)


class LastResort:
    """Turns what nobody foresaw into a 500, and lets a client that went away go."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_started = False

        async def watched(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            log.info("the client went away")
        except Exception:
            if is_started or scope["type"] != "http":
                raise
            log.exception("the request failed")
            await _told(scope, of_status(500, FAILED, path_of(scope)))(scope, receive, send)
