"""Routes about what an application produced, and all that was made from it."""

from fastapi import APIRouter, Request, Response

from lineage.api import lines
from lineage.api.described import tagged
from lineage.api.examples import production as examples
from lineage.api.parameters import ROOT, Id, ImpactQuestion, ProducedQuestion, Service
from lineage.api.reply import VARY, Reply
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["jobs"])


@router.get(
    "/applications/{id}/produced",
    summary="List what an application produced",
    response_model=answers.Produced,
    **tagged(examples.PRODUCED, 404, 422),
)
def produced(service: Service, id: Id, asked: ProducedQuestion, reply: Reply) -> Response:
    """Datasets that jobs of this application produced, in the order of time, with counts by kind, state and status."""
    return reply(lambda: service.produced(str(id), **dict(asked)))


@router.get(
    "/applications/{id}/impact",
    summary="List all that goes back to an application",
    response_model=answers.Impact,
    **tagged(examples.IMPACT, 404, 422, lines_of=examples.MEMBER, line=answers.ReachedDataset),
)
def impact(service: Service, id: Id, asked: ImpactQuestion, request: Request, reply: Reply) -> Response:
    """What this application produced and all that was derived from it, with its counts, nearest first.

    Every page walks anew; `Accept: application/jsonl` streams all of one walk, one dataset a line.
    """
    if lines.are_wanted(request):
        found = service.impact_members(str(id), since=asked.since, until=asked.until, cursor=asked.cursor)
        return lines.stream(found, request, headers=VARY)
    return reply(lambda: service.impact(str(id), **dict(asked)), headers=VARY)
