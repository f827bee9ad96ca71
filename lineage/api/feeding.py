"""The route of the live feed: what consumers of this machine tell of themselves."""

from fastapi import APIRouter

from lineage.api.described import described
from lineage.api.examples import feeding as examples
from lineage.api.parameters import ROOT, Service
from lineage.model import answers

router = APIRouter(prefix=ROOT, tags=["operation"])


@router.get("/consumers", summary="List consumers of the brokers", **described(examples.CONSUMERS))
def consumers(service: Service) -> answers.Consumers:
    """Processes of this machine that take messages from brokers, with what they have taken and what waits."""
    return service.consumers()
