"""Every list of the pages as CSV, all of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from lineage.api.parameters import Application, Id, Moment, Service
from lineage.model.message import JobStatus
from lineage.model.search.parser import CHARS_MAX
from lineage.web.spreadsheet import PAGE, of_pages, of_rows
from lineage.web.templates import plain

DATASET = ("id", "location", "name", "kind", "state", "start_time", "end_time", "change")
JOB = ("id", "key", "status", "application", "version", "start_time", "end_time", "change")
APPLICATION = ("id", "key", "name", "version", "jobs_count")
PRODUCT = ("id", "location", "name", "kind", "state", "time", "job", "status", "start_time", "end_time")
EXPECTED = ("id", "location", "icat_id", "named_at", "readers_count", "first_reader")
REJECTED = ("key", "code", "message", "sender", "received_at", "last_attempt_at", "attempts", "size_bytes")

router = APIRouter(include_in_schema=False)


@router.get("/search.csv")
def search(service: Service, q: Annotated[str, Query(max_length=CHARS_MAX)] = "") -> Response:
    """Every dataset that an expression fits."""
    return of_pages("datasets", DATASET, lambda cursor: service.search(q, cursor=cursor, limit=PAGE))


@router.get("/jobs.csv")
def jobs(service: Service, application: Application = None, status: JobStatus | None = None) -> Response:
    """Every job."""
    return of_pages(
        "jobs", JOB, lambda cursor: service.jobs(application=application, status=status, cursor=cursor, limit=PAGE)
    )


@router.get("/applications.csv")
def applications(service: Service) -> Response:
    """Every application in every version."""
    return of_pages("applications", APPLICATION, lambda cursor: service.applications(cursor=cursor, limit=PAGE))


@router.get("/application/{id}.csv")
def produced(service: Service, id: Id, since: Moment = None, until: Moment = None) -> Response:
    """Everything that an application produced."""
    return of_pages(
        "produced",
        PRODUCT,
        lambda cursor: service.produced(str(id), since=since, until=until, cursor=cursor, limit=PAGE),
    )


@router.get("/expected.csv")
def expected(service: Service) -> Response:
    """Every dataset that is waited for."""
    return of_pages("expected", EXPECTED, lambda cursor: service.expected(cursor=cursor, limit=PAGE))


@router.get("/rejected.csv")
def rejected(service: Service, code: str | None = None) -> Response:
    """Every refused message."""
    return of_pages("rejected", REJECTED, lambda cursor: service.rejected(code=code, cursor=cursor, limit=PAGE))


@router.get("/dataset/{id}.csv")
def parameters(service: Service, id: Id) -> Response:
    """The parameters of a dataset."""
    found = service.dataset(str(id)).parameters
    return of_rows("parameters", ("name", "value", "units"), [(one.name, plain(one.value), one.units) for one in found])
