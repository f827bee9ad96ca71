"""Routes of jobs and of the applications that they ran."""

from fastapi import APIRouter, Request, Response

from lineage.api import examples
from lineage.api.answered import Answered
from lineage.api.described import described
from lineage.api.links import linked
from lineage.api.parameters import ROOT, ApplicationsQuestion, Id, JobsQuestion, Service
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["jobs"], route_class=Answered)


@router.get("/jobs", summary="List jobs", **described(examples.JOBS, 422))
def jobs(service: Service, asked: JobsQuestion, request: Request, response: Response) -> answers.Page[answers.JobItem]:
    """Jobs in the order of their keys."""
    return linked(service.jobs(**dict(asked)), request, response)


@router.get("/jobs/{id}", summary="Show a job", **described(examples.JOB, 404, 422))
def job(service: Service, id: Id) -> answers.Job:
    """One job with what it read and wrote; lists are cut at 100, the counts are not."""
    return service.job(str(id))


@router.get("/applications", summary="List applications", **described(examples.APPLICATIONS, 422))
def applications(
    service: Service, asked: ApplicationsQuestion, request: Request, response: Response
) -> answers.Page[answers.ApplicationItem]:
    """Applications in the order of their names and versions, with how often each ran."""
    return linked(service.applications(**dict(asked)), request, response)


@router.get("/applications/{id}", summary="Show an application", **described(examples.APPLICATION, 404, 422))
def application(service: Service, id: Id) -> answers.Application:
    """One application in one version, with the DOIs and addresses that its jobs name."""
    return service.application(str(id))
