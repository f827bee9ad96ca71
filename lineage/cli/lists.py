"""``datasets``, ``jobs``, ``applications`` and ``expected``: lists with filters, an id first on each line."""

from typing import Annotated, get_args

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.options import Limit
from lineage.cli.paging import answer_pages, pages
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, moment, program, state_cell, status_cell
from lineage.model.answers import ApplicationItem, DatasetItem, Expected, JobItem, Kind, State
from lineage.model.message import JobStatus

KIND_CHARS, STATE_CHARS = (max(map(len, get_args(words))) for words in (Kind, State))
STATUS_CHARS = max(map(len, get_args(JobStatus)))
COUNT_CHARS = 7

Prefix = Annotated[
    str,
    typer.Option(help="Only locations that begin so, such as --prefix /data/visitor/hg1/", show_default=False),
]
OfKind = Annotated[
    Kind | None, typer.Option("--kind", help="Only of this kind, such as --kind raw.", show_default=False)
]
InState = Annotated[
    State | None, typer.Option("--state", help="Only in this state, such as --state retired.", show_default=False)
]
WithStatus = Annotated[
    JobStatus | None,
    typer.Option("--status", help="Only with this status, such as --status failed.", show_default=False),
]
OfApplication = Annotated[
    str | None,
    typer.Option(
        "--application",
        help="Only of this application, by id, key, or name and version, such as --application relion/5.0",
        show_default=False,
    ),
]
Count = Annotated[bool, typer.Option("--count", help="Only count them, a line for each status.", show_default=False)]
OfName = Annotated[
    str | None, typer.Option("--name", help="Only of this name, such as --name relion.", show_default=False)
]


def datasets(
    shell: Shell, prefix: Prefix = "", kind: OfKind = None, state: InState = None, limit: Limit = None
) -> Ending:
    """List datasets in the order of their locations.

    On a line: id, kind, state, location.

    Example: lineage datasets --kind raw --prefix /data/visitor/

    Example: lineage datasets --state retired | lineage descendants -
    """
    with shell.service() as service:
        found = pages(
            lambda cursor, count: service.datasets(prefix=prefix, kind=kind, state=state, cursor=cursor, limit=count),
            limit,
        )
        return answer_pages(shell, found, _dataset)


def _dataset(item: DatasetItem) -> Text:
    return cells((item.id, "dim"), item.kind.ljust(KIND_CHARS), state_cell(item.state, STATE_CHARS), item.location)


def jobs(
    shell: Shell,
    status: WithStatus = None,
    application: OfApplication = None,
    count: Count = False,
    limit: Limit = None,
) -> Ending:
    """List jobs in the order of their keys.

    On a line: id, status, start, key, application. With --count: number of jobs, status.

    Example: lineage jobs --status failed

    Example: lineage jobs --application relion/5.0 --count
    """
    with shell.service() as service:
        if count:
            counted = service.job_counts(application)
            counts = {word: number for word, number in counted.counts.items() if status in {None, word}}
            shell.answer(counted.model_copy(update={"counts": counts}), lambda: map(_count, counts.items()))
            return Ending.FINE
        found = pages(
            lambda cursor, number: service.jobs(application=application, status=status, cursor=cursor, limit=number),
            limit,
        )
        return answer_pages(shell, found, _job)


def _count(item: tuple[str, int]) -> Text:
    return cells(str(item[1]).rjust(COUNT_CHARS), status_cell(item[0]))


def _job(item: JobItem) -> Text:
    return cells(
        (item.id, "dim"),
        status_cell(item.status, STATUS_CHARS),
        moment(item.start_time),
        item.key,
        (program(item.application, item.version), "cyan"),
    )


def applications(shell: Shell, name: OfName = None, limit: Limit = None) -> Ending:
    """List applications with their versions.

    On a line: id, number of jobs, name, version.

    Example: lineage applications --name relion
    """
    with shell.service() as service:
        found = pages(lambda cursor, count: service.applications(name=name, cursor=cursor, limit=count), limit)
        return answer_pages(shell, found, _application)


def _application(item: ApplicationItem) -> Text:
    return cells((item.id, "dim"), str(item.jobs_count).rjust(COUNT_CHARS), item.name, item.version)


def expected(shell: Shell, limit: Limit = None) -> Ending:
    """List datasets that were named and not announced.

    The longest waiting comes first.
    On a line: id, when it was first named, how many jobs read it, location.

    Example: lineage expected --limit 20
    """
    with shell.service() as service:
        found = pages(lambda cursor, count: service.expected(cursor=cursor, limit=count), limit)
        return answer_pages(shell, found, _expected)


def _expected(item: Expected) -> Text:
    return cells((item.id, "dim"), moment(item.named_at), str(item.readers_count).rjust(COUNT_CHARS), item.location)
