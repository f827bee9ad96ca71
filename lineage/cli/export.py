"""``export``: lineage as files of the formats of the world outside."""

from functools import partial
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.options import Names, Steps
from lineage.cli.shell import Shell
from lineage.errors import InvalidField
from lineage.model.answers import Direction, Format
from lineage.report import EXPORTS

NODES = 10_000

Formats = Annotated[
    str, typer.Option("--format", help=f"Formats, separated by commas: {', '.join(EXPORTS)}.", show_default=True)
]
Folder = Annotated[
    Path, typer.Option("--output", "-o", help="Folder to write into; each dataset gets a folder of its own there.")
]
Down = Annotated[
    bool, typer.Option("--down", help="Tell what came of the dataset, not what it came from.", show_default=False)
]
Nodes = Annotated[
    int,
    typer.Option(
        "--limit", min=1, max=NODES, help="Tell of at most so many datasets and jobs; a cut ends with exit code 6."
    ),
]


def export(
    shell: Shell,
    names: Names,
    *,
    formats: Formats = "prov-json",
    folder: Folder = Path(),
    down: Down = False,
    steps: Steps = None,
    limit: Nodes = NODES,
) -> Ending:
    """Write the lineage of datasets as files: W3C PROV, RO-Crate, OpenLineage, DataCite.

    A line for each file that was written. The files of one dataset are made from one change of the graph, which each
    of them tells; the same graph gives the same bytes. What each format keeps is in docs/formats.md.

    Example: lineage export /data/visitor/hg1/id00/reconstruction --format prov-json,crate -o exported
    """
    wanted = [_format(word.strip()) for word in formats.split(",")]
    direction: Direction = "descendants" if down else "ancestors"
    ending = Ending.FINE
    with shell.service() as service:
        for name in names_from(names):
            found = service.provenance([name], direction, steps=steps, limit=limit)
            inside = folder / found.starts[0].id
            for format_ in wanted:
                path = _written(inside / EXPORTS[format_].file, EXPORTS[format_].write(found))
                line = Text(str(path))
                shell.answer({"format": format_, "file": str(path), "as_of": found.as_of}, partial(list, [line]))
            if found.is_truncated:
                shown = len(found.datasets) + len(found.jobs)
                shell.complain(f"{name}: {shown} of {found.count} datasets and jobs were written; raise --limit")
                ending = Ending.PARTIAL
    return ending


def _format(word: str) -> Format:
    if word not in EXPORTS:
        raise InvalidField("--format", word, f"one of {', '.join(get_args(Format))}")
    return word  # type: ignore[return-value]


def _written(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InvalidField("--output", str(path), f"a place that can be written to ({error.strerror})") from error
    return path
