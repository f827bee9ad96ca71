"""``produced`` and ``impact``: what an application produced, and all that was made from it."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.lists import KIND_CHARS, STATE_CHARS, STATUS_CHARS, WithStatus
from lineage.cli.options import Limit
from lineage.cli.paging import answer_pages, pages
from lineage.cli.relations import reached_line
from lineage.cli.shell import Shell
from lineage.cli.walks import PAGE_NODES
from lineage.cli.wording import cells, moment, state_cell, status_cell
from lineage.model.answers import Impact, Produced, Product

IMPACT_PAGE = 1_000_000
"""Every page walks anew, so all comes in one; a server gives as many as of any walk."""

INVESTIGATIONS_TOLD = 10

Application = Annotated[
    str,
    typer.Argument(
        metavar="APPLICATION",
        help="An application by id, by key (relion/5.0) or by name and version ('relion 5.0').",
        show_default=False,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        help="Only of jobs that ended then or later: a day, all of it (UTC), or a time, such as --since 2024-01-31.",
        show_default=False,
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        help="Only of jobs that ended then or earlier: a day, all of it (UTC), or a time, such as --until 2024-02-01.",
        show_default=False,
    ),
]


def produced(
    shell: Shell,
    application: Application,
    since: Since = None,
    until: Until = None,
    *,
    status: WithStatus = None,
    limit: Limit = None,
) -> Ending:
    """List what an application in one version produced, in the order of time.

    On a line: id, when the job ended, status of the job, kind, state, location.

    Example: lineage produced relion/5.0 --since 2024-01-01 --until 2024-01-31

    Example: lineage produced "relion 5.0" | lineage descendants -
    """
    with shell.service() as service:
        found = pages(
            lambda cursor, count: service.produced(
                application, since=since, until=until, status=status, cursor=cursor, limit=count
            ),
            limit,
        )
        return answer_pages(shell, _told(shell, found), _product)


def _told(shell: Shell, found: Iterator[Produced]) -> Iterator[Produced]:
    """Pass pages through, and tell the counts before the first."""
    first = next(found)
    counts = "; ".join(filter(None, map(_counts, (first.kinds, first.states, first.statuses))))
    shell.note(f"{first.count} datasets{f': {counts}' if counts else ''}")
    yield first
    yield from found


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items()) if count)


def _product(item: Product) -> Text:
    return cells(
        (item.id, "dim"),
        moment(item.time),
        status_cell(item.status, STATUS_CHARS),
        item.kind.ljust(KIND_CHARS),
        state_cell(item.state, STATE_CHARS),
        item.location,
    )


def impact(
    shell: Shell, application: Application, since: Since = None, until: Until = None, limit: Limit = None
) -> Ending:
    """List all that goes back to an application in one version.

    That is what its jobs produced, with no steps, and all that was derived from it, nearest first. The counts are told
    first. Lines are those of lineage roots.
    Exit code 6 when there are more than are walked at once.

    Example: lineage impact relion/5.0 --since 2024-01-01 --until 2024-01-31
    """
    with shell.service() as service:
        found = pages(
            lambda cursor, count: service.impact(application, since=since, until=until, cursor=cursor, limit=count),
            limit,
            PAGE_NODES if shell.settings.server else IMPACT_PAGE,
        )
        first = next(found)
        _tell(shell, first)
        ending = answer_pages(shell, chain([first], found), reached_line)
    return Ending.PARTIAL if first.is_truncated else ending


def _tell(shell: Shell, page: Impact) -> None:
    at_least = "at least " if page.is_truncated else ""
    counts = "; ".join(filter(None, map(_counts, (page.kinds, page.states))))
    shell.note(
        f"{at_least}{page.seeds_count} datasets produced, {at_least}{page.derived_count} derived from them"
        f"{f': {counts}' if counts else ''}"
    )
    for one in page.investigations[:INVESTIGATIONS_TOLD]:
        shell.note(f"{one.count} in the investigation {one.key}")
    if more := page.investigations_count - len(page.investigations[:INVESTIGATIONS_TOLD]):
        shell.note(f"and {more} more investigations")
    if page.as_of_end != page.as_of:
        shell.note(f"the graph was changed while it was read (change {page.as_of} to {page.as_of_end}); ask again")
