"""``show``: everything that is known of one dataset, job or application."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.cards import application_card, dataset_card, job_card
from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.shell import Shell
from lineage.cli.verbs import Verbs
from lineage.errors import InvalidField, NotFound
from lineage.model.answers import Application, Dataset, Job

Things = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|LOCATION|KEY",
        help="Datasets by id or location, jobs and applications by id or key; - reads them from standard input.",
        show_default=False,
    ),
]
IsJob = Annotated[bool, typer.Option("--job", help="It is a job: --job run:hg1@id00/42", show_default=False)]
IsApplication = Annotated[
    bool, typer.Option("--application", help="It is an application: --application relion/5.0", show_default=False)
]

Found = Dataset | Job | Application


def show(shell: Shell, names: Things, job: IsJob = False, application: IsApplication = False) -> Ending:
    """Show all that is known of a dataset, job or application.

    Without --job or --application it is looked for among the datasets, then the jobs, then the applications.

    Example: lineage show /data/visitor/hg1/id00/reconstruction

    Example: lineage datasets --state retired | lineage show --jsonl -
    """
    with shell.service() as service:
        asks = _asks(service, job=job, application=application)
        for name in names_from(names):
            found = _first(name, asks)
            shell.answer(found, lambda found=found: _card(found))  # type: ignore[misc]
    return Ending.FINE


def _asks(service: Verbs, *, job: bool, application: bool) -> dict[str, Callable[[str], Found]]:
    if job and application:
        raise typer.BadParameter("--job and --application exclude each other.")
    asks: dict[str, Callable[[str], Found]] = {
        "dataset": service.dataset,
        "job": service.job,
        "application": service.application,
    }
    wanted = "job" if job else "application" if application else None
    return {wanted: asks[wanted]} if wanted else asks


def _first(name: str, asks: dict[str, Callable[[str], Found]]) -> Found:
    """Return the first thing of that name; the name of an application is no location, which says nothing yet."""
    for ask in asks.values():
        try:
            return ask(name)
        except (NotFound, InvalidField):
            continue
    *others, last = asks
    raise NotFound(f"{', '.join(others)} or {last}" if others else last, name)


def _card(found: Found) -> Iterable[Text]:
    if isinstance(found, Dataset):
        return dataset_card(found)
    return job_card(found) if isinstance(found, Job) else application_card(found)
