"""The app: routes, failures, what is seen from outside. The service is passed in; nothing is fetched."""

from collections.abc import Iterable

from fastapi import FastAPI

from lineage import __version__
from lineage.api import (
    datasets,
    exports,
    feeding,
    flat,
    health,
    jobs,
    many,
    messages,
    overview,
    pages,
    problems,
    production,
    publications,
    rejected,
    relations,
    reports,
    search,
)
from lineage.api.described import Described
from lineage.api.guard import Guard
from lineage.api.head import Head
from lineage.api.metrics import Metrics
from lineage.api.observed import Observed
from lineage.service import Lineage

ROUTERS = (
    messages.router,
    datasets.router,
    relations.router,
    many.router,
    exports.router,
    reports.router,  # a file's address begins as a publication's
    publications.router,
    production.router,
    search.router,
    flat.router,
    jobs.router,
    overview.router,
    feeding.router,
    rejected.router,
    health.router,
    pages.router,
)

ABOUT = (
    "Messages come in, become datasets, jobs and applications in a graph under rules, and are walked on request. "
    "Lists are pages of `items` and `next`; failures are RFC 9457 problems; times are ISO 8601 in UTC. "
    "HEAD is answered by every route that takes GET."
)


def create_app(
    service: Lineage, host_names: Iterable[str] | None = None, *, page: problems.Page | None = None
) -> FastAPI:
    """Return the HTTP app over a service; `host_names` are those that it may be asked by, None lets any pass.

    `page` makes pages of failures, for who reads pages.
    """
    app = Described(
        title="lineage",
        version=__version__,
        summary="Where synchrotron data came from, and what came of them",
        description=ABOUT,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        # FastAPI's own pages load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    app.state.metrics = Metrics(service)
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app, page)
    app.add_middleware(Head)
    app.add_middleware(Guard, host_names=host_names)
    app.add_middleware(Observed, metrics=app.state.metrics)
    return app
