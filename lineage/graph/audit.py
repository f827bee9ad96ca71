"""Proves the rules from outside the write path: one query a rule, in ``cypher/audit``."""

from collections.abc import Container
from typing import Any

from lineage.graph.cycles import jobs_on_cycles
from lineage.graph.database import Database
from lineage.graph.read import change
from lineage.model import answers, rules

EXAMPLES_MAX = 20

HISTORY_EDGES = [
    ["WAS_INPUT", "Dataset", "Job"],
    ["WAS_INPUT", "Dataset", "ClosedJob"],
    ["WAS_INPUT", "ClosedDataset", "Job"],
    ["WAS_INPUT", "ClosedDataset", "ClosedJob"],
    ["WAS_OUTPUT", "Job", "Dataset"],
    ["WAS_OUTPUT", "ClosedJob", "Dataset"],
    ["VERSION_OF", "Version", "Dataset"],
]


def audit(database: Database, *, leave_out: Container[str] = ()) -> answers.Audit:
    """Run the query of every rule but those left out, and return what broke; nothing is repaired."""
    findings = [_finding(database, rule) for rule in rules.RULES if rule.name not in leave_out]
    return answers.Audit(
        findings=findings,
        is_clean=all(finding.count == 0 for finding in findings),
        as_of=change(database),
    )


def _finding(database: Database, rule: rules.Rule) -> answers.Finding:
    if rule.name == "acyclic":
        numbers = jobs_on_cycles(database)
        examples = database.ask("check/numbered_jobs", numbers=numbers[:EXAMPLES_MAX])["examples"] if numbers else []
        return answers.Finding(rule=rule.name, law=rule.law, count=len(numbers), examples=examples)
    tables: dict[str, dict[str, Any]] = {
        "edge_kinds": {"allowed": [[edge.type, edge.source, edge.target] for edge in rules.EDGES] + HISTORY_EDGES},
        "edge_counts": {
            "out_of_source": [edge.type for edge in rules.EDGES if edge.out_of_source == "one"],
            "into_target": [edge.type for edge in rules.EDGES if edge.into_target == "one"],
        },
    }
    found = database.ask(f"audit/{rule.name}", limit=EXAMPLES_MAX, **tables.get(rule.name, {}))
    return answers.Finding(rule=rule.name, law=rule.law, count=found["count"], examples=found["examples"])
