"""Looks for cycles in the whole graph: the database hands out who reads what whom wrote, the search is `model.acyclic`.

A walk from every job costs the square of a long chain; this costs the edges, in memory of 16 bytes an edge.
"""

from array import array
from itertools import chain

from lineage.graph.database import Database
from lineage.model.acyclic import on_cycles

JOBS_A_PAGE = 10_000


def jobs_on_cycles(database: Database, *, jobs_a_page: int = JOBS_A_PAGE) -> list[int]:
    """Return the numbers in the store of jobs that lie on a cycle, or on a way from one cycle to another.

    The graph is read page by page, so what is written meanwhile may be seen in part.
    """
    sources, targets = array("q"), array("q")
    after: str | None = ""
    while after is not None:
        page = database.ask("audit/acyclic", after=after, limit=jobs_a_page)
        for number, readers in page["readers"]:
            sources.extend([number] * len(readers))
            targets.extend(readers)
        after = page["last"]
    if not sources:
        return []
    return on_cycles(max(chain(sources, targets)) + 1, sources, targets)
