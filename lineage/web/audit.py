"""The rules of the graph, and the proof that none is broken."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from lineage.api.parameters import ROOT, Service
from lineage.model import rules
from lineage.web.page import Asked, Show

router = APIRouter(include_in_schema=False)


class _Asked(Asked):
    run: bool = False


@router.get("/audit")
def audit(service: Service, show: Show, asked: Annotated[_Asked, Query()]) -> Response:
    """Show the rules; on demand prove them, which reads the whole graph."""

    def ask() -> dict[str, Any]:
        found = service.audit() if asked.run else None
        findings = {finding.rule: finding for finding in found.findings} if found else {}
        return {
            "rules": rules.RULES,
            "edges": rules.EDGES,
            "audit": found,
            "findings": findings,
            "as_of": found.as_of if found else service.change(),
            "json": f"{ROOT}/audit" if asked.run else f"{ROOT}/rules",
        }

    return show("audit.html", ask, is_tagged=False)
