"""Pages of one thing: a dataset, a job."""

from fastapi import APIRouter, Response

from lineage.api.parameters import ROOT, Id, Service
from lineage.web.page import Show

router = APIRouter(include_in_schema=False)


@router.get("/dataset/{id}")
def dataset(service: Service, show: Show, id: Id) -> Response:
    """Show one dataset with all that is known of it."""

    def ask() -> dict[str, object]:
        found = service.dataset(str(id))
        links = {"json": f"{ROOT}/datasets/{id}", "csv": f"/dataset/{id}.csv" if found.parameters else None}
        return {"dataset": found, "as_of": found.as_of, **links}

    return show("dataset.html", ask)


@router.get("/job/{id}")
def job(service: Service, show: Show, id: Id) -> Response:
    """Show one job with what it read and wrote."""

    def ask() -> dict[str, object]:
        found = service.job(str(id))
        return {"job": found, "as_of": found.as_of, "json": f"{ROOT}/jobs/{id}"}

    return show("job.html", ask)
