"""``flat``: one row a dataset, as a file for those who read much and ask simple questions."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import STDIN
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, sized
from lineage.dump import opened_to_write
from lineage.errors import FileUnwritable
from lineage.flat import FormatName

Format = Annotated[
    FormatName | None,
    typer.Option("--format", help="Form of the file, such as --format parquet.", show_default="csv, or by --jsonl"),
]
Investigation = Annotated[
    str | None,
    typer.Option(
        help="Only datasets of this investigation, such as hg1 at all instruments, or hg1@id00.", show_default="all"
    ),
]
Since = Annotated[
    int | None,
    typer.Option(min=0, help="Only rows that may differ since a change, such as --since 1200.", show_default="all"),
]
Where = Annotated[
    str | None,
    typer.Option(
        help="Only datasets that an expression of a search fits, such as --where 'technique = XRF'.", show_default="all"
    ),
]
Into = Annotated[
    str,
    typer.Option(
        "--output", "-o", metavar="FILE|-", help="Where to write it; a name that ends with .gz is compressed."
    ),
]


def flat(
    shell: Shell,
    *,
    form: Format = None,
    investigation: Investigation = None,
    since: Since = None,
    where: Where = None,
    into: Into = STDIN,
) -> Ending:
    """Write the flat view: a row for each dataset, with its producer, direct links and whole lineage.

    docs/flat-view.md describes the columns. A list that does not fit into 4,000 characters is named in the row. The
    note at the end tells the change to ask --since next time.

    Example: lineage flat --format parquet -o flat.parquet
    """
    chosen: FormatName = form or ("jsonl" if shell.form == "jsonl" else "csv")
    size_bytes = 0
    with shell.service() as service:
        as_of = service.stats().as_of
        pieces = service.flat_file(chosen, investigation=investigation, since=since, where=where)
        with opened_to_write(into, FileUnwritable) as stream:
            for piece in pieces:
                size_bytes += len(piece)
                stream.write(piece)
    if into != STDIN:
        told = {"as_of": as_of, "file": into, "format": chosen, "size_bytes": size_bytes}
        shell.answer(told, lambda: _lines(into, size_bytes))
    shell.note(f"at least as new as change {as_of}; --since {as_of} gives what changed after it")
    return Ending.FINE


def _lines(file: str, size_bytes: int) -> Iterator[Text]:
    yield cells(file, sized(size_bytes))
