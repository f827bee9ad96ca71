"""The app with its pages: the routes of `api`, and beside them those for people."""

from collections.abc import Iterable
from http import HTTPStatus

from fastapi import FastAPI, Response
from starlette.datastructures import URL, Headers
from starlette.types import Scope

from lineage import api
from lineage.api.problem import RETRY_AFTER_S, Problem
from lineage.service import Lineage
from lineage.settings import Settings
from lineage.web import audit, catalogue, desk, home, lists, search, sets, static, things, view, viewing
from lineage.web.drawing import Drawer
from lineage.web.page import rendered
from lineage.web.templates import Templates

ROUTERS = (
    lists.router,  # its names end in .csv, which the pages would take for ids
    home.router,
    search.router,
    view.router,
    things.router,
    viewing.router,
    catalogue.router,
    sets.router,
    desk.router,
    audit.router,
    static.router,
)


def create_app(service: Lineage, host_names: Iterable[str] | None = None) -> FastAPI:
    """Return the HTTP app over a service, with its pages; `host_names` as for the app of `api`."""
    assets = static.Assets.read()
    templates = Templates(assets)

    def page(scope: Scope, problem: Problem) -> Response | None:
        return _page_of(templates, service.settings, scope, problem)

    app = api.create_app(service, host_names, page=page)
    app.state.assets = assets
    app.state.templates = templates
    app.state.drawer = Drawer()
    for router in ROUTERS:
        app.include_router(router)
    return app


def _page_of(templates: Templates, settings: Settings, scope: Scope, problem: Problem) -> Response | None:
    """Return a failure as a page, to a browser that did not ask the API."""
    headers = Headers(scope=scope)
    wants_page = "text/html" in headers.get("accept", "") or "hx-request" in headers
    if not wants_page or scope["path"].startswith("/api/"):
        return None
    more = {"Retry-After": str(RETRY_AFTER_S)} if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return rendered(
        templates, "problem.html", {"problem": problem}, URL(scope=scope), settings, status=problem.status, headers=more
    )
