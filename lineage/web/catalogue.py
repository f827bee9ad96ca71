"""Pages of applications and jobs: which programs ran, in which versions, and what they made."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from lineage.api.parameters import ROOT, Application, Id, Moment, Service
from lineage.model.message import JobStatus
from lineage.web.page import Asked, Show
from lineage.web.templates import link

PAGE = 50
VERSIONS_SHOWN = 100

router = APIRouter(include_in_schema=False)


class _Question(Asked):
    cursor: str | None = None


class _Jobs(_Question):
    application: Application = None
    status: JobStatus | None = None


class _Produced(_Question):
    since: Moment = None
    until: Moment = None


@router.get("/applications")
def applications(service: Service, show: Show, asked: Annotated[_Question, Query()]) -> Response:
    """Show every application with its versions."""

    def ask() -> dict[str, Any]:
        found = service.applications(cursor=asked.cursor, limit=PAGE)
        links = {"json": link(f"{ROOT}/applications", cursor=asked.cursor, limit=PAGE), "csv": "/applications.csv"}
        return {"found": found, "cursor": asked.cursor, "as_of": found.as_of, **links}

    return show("applications.html", ask)


@router.get("/application/{id}")
def application(service: Service, show: Show, id: Id, asked: Annotated[_Produced, Query()]) -> Response:
    """Show an application in one version, its other versions, and what it produced."""

    def ask() -> dict[str, Any]:
        found = service.application(str(id))
        span = {"since": asked.since or None, "until": asked.until or None}
        produced = service.produced(found.id, **span, cursor=asked.cursor, limit=PAGE)
        versions = service.applications(name=found.name, limit=VERSIONS_SHOWN)
        return {
            "application": found,
            "versions": versions,
            "produced": produced,
            "asked": asked,
            "as_of": found.as_of,
            "json": link(f"{ROOT}/applications/{found.id}/produced", **span, cursor=asked.cursor, limit=PAGE),
            "csv": link(f"/application/{found.id}.csv", **span),
        }

    return show("application.html", ask)


@router.get("/jobs")
def jobs(service: Service, show: Show, asked: Annotated[_Jobs, Query()]) -> Response:
    """Show jobs, of one application or of all, by status."""

    def ask() -> dict[str, Any]:
        wanted = {"application": asked.application, "status": asked.status}
        found = service.jobs(**wanted, cursor=asked.cursor, limit=PAGE)
        counts = service.job_counts(asked.application).counts
        return {
            "found": found,
            "counts": counts,
            "asked": asked,
            "as_of": found.as_of,
            "json": link(f"{ROOT}/jobs", **wanted, cursor=asked.cursor, limit=PAGE),
            "csv": link("/jobs.csv", **wanted),
        }

    return show("jobs.html", ask)
