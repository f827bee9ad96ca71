"""``report``: the lineage report of a DOI, of a dataset or of an investigation."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.shell import Shell
from lineage.errors import InvalidField
from lineage.report.kinds import FORMATS, ReportFormat
from lineage.report.store import KEPT, read, write

Subjects = Annotated[
    list[str],
    typer.Argument(help="DOIs, ids or locations of datasets, investigations as NAME@INSTRUMENT; - reads them."),
]
Formats = Annotated[str, typer.Option("--format", help=f"Formats, separated by commas: {', '.join(FORMATS)}.")]
Folder = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        help="Folder to write into; each report gets a folder there, a DOI one of its prefix and suffix.",
    ),
]
Nodes = Annotated[
    int,
    typer.Option(
        "--limit",
        min=1,
        max=10_000,
        help="Tell of at most so many datasets and jobs, up and down; a cut ends with exit code 6.",
    ),
]


def report(
    shell: Shell, names: Subjects, *, formats: Formats = "html,pdf,json", folder: Folder = Path(), limit: Nodes = 10_000
) -> Ending:
    """Write lineage reports: identity and citation, people, scope, figure, steps, sources, methods, what is missing.

    A line for each file that was written. The same graph gives the same bytes. Where the folder has the report before,
    the new one tells what changed since; when nothing of it changed, it stays as it is. With LINEAGE_REPORTS_DIR as the
    folder, a server shows these files.

    Example: lineage report 10.15151/ESRF-DC-1 --format html,pdf,datacite -o reports
    """
    # templates and their engines take long to load, and only this command needs them
    from lineage.report.files import files  # noqa: PLC0415

    wanted = [_format(word.strip()) for word in formats.split(",")]
    ending = Ending.FINE
    with shell.service() as service:
        for name in names_from(names):
            found = service.report(name, limit=limit)
            made = files(found, wanted, read(folder, found.subject, KEPT))
            for path in write(folder, found.subject, made):
                shell.answer({"file": str(path), "as_of": found.as_of}, partial(list, [Text(str(path))]))
            if (
                found.ancestors.is_truncated
                or found.descendants.is_truncated
                or found.members_count > len(found.members)
            ):
                shell.complain(f"{name}: not all datasets and jobs are told of; raise --limit")
                ending = Ending.PARTIAL
    return ending


def _format(word: str) -> ReportFormat:
    if word not in FORMATS:
        raise InvalidField("--format", word, f"one of {', '.join(FORMATS)}")
    return word
