"""Routes about the graph as a whole: how much, what is missing, what the rules are and whether they hold."""

from fastapi import APIRouter, Request, Response

from lineage.api import examples
from lineage.api.answered import Answered
from lineage.api.described import described
from lineage.api.links import linked
from lineage.api.parameters import ROOT, PageQuestion, Service
from lineage.model import answers, rules

router = APIRouter(prefix=ROOT, tags=["the graph"], route_class=Answered)


class RuleTable(answers.Answer):
    """What may be linked to what and how often, and the laws that the live graph never breaks."""

    nodes: tuple[rules.Node, ...]
    edges: tuple[rules.Edge, ...]
    rules: tuple[rules.Rule, ...]


@router.get("/expected", summary="List datasets that are waited for", **described(examples.EXPECTED, 422))
def expected(
    service: Service, asked: PageQuestion, request: Request, response: Response
) -> answers.Page[answers.Expected]:
    """Datasets that were named as inputs and not announced, the longest waiting first."""
    return linked(service.expected(**dict(asked)), request, response)


@router.get("/stats", summary="Count everything", **described(examples.STATS))
def stats(service: Service) -> answers.Stats:
    """How much there is, and the number of the last change."""
    return service.stats()


@router.get("/audit", summary="Prove the rules", **described(examples.AUDIT))
def audit(service: Service) -> answers.Audit:
    """Look for whatever breaks a rule, and show it; reads the whole graph."""
    return service.audit()


@router.get("/rules", summary="Show the rules", **described(examples.RULES))
def rule_table() -> RuleTable:
    """The rule table of the graph."""
    return RuleTable(nodes=rules.NODES, edges=rules.EDGES, rules=rules.RULES)
