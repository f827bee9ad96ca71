"""Routes about what an application produced, and all that was made from it."""

from fastapi import APIRouter, Request, Response

from lineage.api import lines
from lineage.api.described import described
from lineage.api.examples import production as examples
from lineage.api.links import linked
from lineage.api.parameters import ROOT, Id, ImpactQuestion, ProducedQuestion, Service
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["jobs"])


@router.get(
    "/applications/{id}/produced",
    summary="List what an application produced",
    **described(examples.PRODUCED, 404, 422),
)
def produced(
    service: Service, id: Id, asked: ProducedQuestion, request: Request, response: Response
) -> answers.Produced:
    """Datasets that jobs of this application produced, in the order of time, with counts by kind, state and status."""
    return linked(service.produced(str(id), **dict(asked)), request, response)


@router.get(
    "/applications/{id}/impact",
    summary="List all that goes back to an application",
    response_model=answers.Impact,
    **described(examples.IMPACT, 404, 422, lines_of=examples.MEMBER, line=answers.ReachedDataset),
)
def impact(
    service: Service, id: Id, asked: ImpactQuestion, request: Request, response: Response
) -> answers.Impact | Response:
    """What this application produced and all that was derived from it, with its counts, nearest first.

    Every page walks anew; `Accept: application/jsonl` streams all of one walk, one dataset a line.
    """
    if lines.are_wanted(request):
        found = service.impact_members(str(id), since=asked.since, until=asked.until, cursor=asked.cursor)
        return lines.stream(found, request, headers={"Vary": "Accept"})
    response.headers["Vary"] = "Accept"
    return linked(service.impact(str(id), **dict(asked)), request, response)
