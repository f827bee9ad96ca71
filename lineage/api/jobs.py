"""Routes of jobs and of the applications that they ran."""

from fastapi import APIRouter, Response

from lineage.api import examples
from lineage.api.described import tagged
from lineage.api.examples import production
from lineage.api.parameters import ROOT, ApplicationsQuestion, Id, JobCountsQuestion, JobsQuestion, Service
from lineage.api.reply import Reply
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["jobs"])


@router.get(
    "/jobs",
    summary="List jobs",
    response_model=answers.Page[answers.JobItem],
    **tagged(examples.JOBS, 404, 422),
)
def jobs(service: Service, asked: JobsQuestion, reply: Reply) -> Response:
    """Jobs, of one application or of all, in the order of their keys."""
    return reply(lambda: service.jobs(**dict(asked)))


@router.get(
    "/jobs:countByStatus",
    summary="Count jobs by status",
    response_model=answers.JobCounts,
    **tagged(production.JOB_COUNTS, 404, 422),
)
def job_counts(service: Service, asked: JobCountsQuestion, reply: Reply) -> Response:
    """How many jobs there are of each status, of one application or of all."""
    return reply(lambda: service.job_counts(asked.application))


@router.get("/jobs/{id}", summary="Show a job", response_model=answers.Job, **tagged(examples.JOB, 404, 422))
def job(service: Service, id: Id, reply: Reply) -> Response:
    """One job with what it read and wrote; lists are cut at 100, the counts are not."""
    return reply(lambda: service.job(str(id)))


@router.get(
    "/applications",
    summary="List applications",
    response_model=answers.Page[answers.ApplicationItem],
    **tagged(examples.APPLICATIONS, 422),
)
def applications(service: Service, asked: ApplicationsQuestion, reply: Reply) -> Response:
    """Applications in the order of their names and versions, with how often each ran."""
    return reply(lambda: service.applications(**dict(asked)))


@router.get(
    "/applications/{id}",
    summary="Show an application",
    response_model=answers.Application,
    **tagged(examples.APPLICATION, 404, 422),
)
def application(service: Service, id: Id, reply: Reply) -> Response:
    """One application in one version, with the DOIs and addresses that its jobs name."""
    return reply(lambda: service.application(str(id)))
