"""Arguments and options that several commands share, each explained once."""

from typing import Annotated

import typer

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="ID|LOCATION",
        help="One or more datasets, by id or by location; - reads them from standard input, a name or a JSON "
        "object a line.",
        show_default=False,
    ),
]
Steps = Annotated[
    int | None,
    typer.Option(
        min=1, help="Go only so many processing steps, such as --steps 1 for the nearest.", show_default="all"
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Print at most so many, such as --limit 100; an answer that is cut ends with exit code 6.",
        show_default="all",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would happen; nothing is written.", show_default=False)
]
Code = Annotated[
    str | None,
    typer.Option(help="Only those refused for this reason, such as --code cycle.", show_default=False),
]
