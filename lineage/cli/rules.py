"""``rules``: the rule table of the graph, as the database is made to obey it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.cli.wording import cells
from lineage.model.rules import EDGES, NODES, RULES

TABLES: dict[str, list[dict[str, Any]]] = {
    "nodes": [asdict(node) for node in NODES],
    "edges": [asdict(edge) for edge in EDGES],
    "rules": [asdict(rule) for rule in RULES],
}


def rules(shell: Shell) -> Ending:
    """Show the rules that the graph obeys.

    Kinds of nodes, what may be linked to what and how often, and the laws.
    Needs no database. --jsonl prints one object a row, with the name of its table.

    Example: lineage rules --json
    """
    if shell.form == "jsonl":
        for table, rows in TABLES.items():
            for row in rows:
                shell.out.jsonl({"table": table, **row})
    else:
        shell.answer(TABLES, _lines)
    return Ending.FINE


def _lines() -> Iterator[Text]:
    yield cells(("nodes", "bold"))
    yield from _table([(node.label, node.identity, node.meaning) for node in NODES])
    yield cells(("edges", "bold"))
    yield from _table(
        [
            (
                f"({edge.source})-[{edge.type}]->({edge.target})",
                f"{edge.out_of_source} out of a source, {edge.into_target} into a target",
                edge.meaning,
            )
            for edge in EDGES
        ]
    )
    yield cells(("rules", "bold"))
    yield from _table([(rule.name, rule.law, rule.enforced_by) for rule in RULES])


def _table(rows: list[tuple[str, str, str]]) -> Iterator[Text]:
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for row in rows:
        yield cells("", f"  {row[0].ljust(first)}", row[1].ljust(second), row[2])
