"""Routes about the graph as a whole: how much, what is missing, what the rules are and whether they hold."""

from fastapi import APIRouter, Response

from lineage.api import examples
from lineage.api.described import described, tagged
from lineage.api.parameters import ROOT, PageQuestion, Service
from lineage.api.reply import Reply
from lineage.model import answers, rules

router = APIRouter(prefix=ROOT, tags=["the graph"])


class RuleTable(answers.Answer):
    """What may be linked to what and how often, and the laws that the live graph never breaks."""

    nodes: tuple[rules.Node, ...]
    edges: tuple[rules.Edge, ...]
    rules: tuple[rules.Rule, ...]


@router.get(
    "/expected",
    summary="List datasets that are waited for",
    response_model=answers.Page[answers.Expected],
    **tagged(examples.EXPECTED, 422),
)
def expected(service: Service, asked: PageQuestion, reply: Reply) -> Response:
    """Datasets that were named as inputs and not announced, the longest waiting first."""
    return reply(lambda: service.expected(**dict(asked)))


@router.get("/stats", summary="Count everything", response_model=answers.Stats, **described(examples.STATS))
def stats(service: Service, reply: Reply) -> Response:
    """How much there is, and the number of the last change."""
    return reply(service.stats, is_tagged=False)


@router.get("/audit", summary="Prove the rules", response_model=answers.Audit, **described(examples.AUDIT))
def audit(service: Service, reply: Reply) -> Response:
    """Look for whatever breaks a rule, and show it; reads the whole graph."""
    return reply(service.audit, is_tagged=False)


@router.get("/rules", summary="Show the rules", **described(examples.RULES))
def rule_table() -> RuleTable:
    """The rule table of the graph."""
    return RuleTable(nodes=rules.NODES, edges=rules.EDGES, rules=rules.RULES)
