"""``migrate``: the schema of the database."""

from typing import Annotated

import typer

from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.cli.wording import cells
from lineage.graph.schema import migrate as migrate_schema

Check = Annotated[
    bool,
    typer.Option(
        "--check", help="Only look: exit code 1 when something is pending. Nothing is written.", show_default=False
    ),
]


def migrate(shell: Shell, check: Check = False) -> Ending:
    """Bring the schema of the database up to date.

    Prints the files that were applied.
    Every command that opens the service does the same; this one is for doing it at a time of your own.

    Example: lineage migrate --check
    """
    with shell.connected() as service:
        status = migrate_schema(service.database, only_check=check)
    done = "pending" if check else "applied"
    shell.answer(
        {"applied": [*status.applied, *([] if check else status.pending)], "pending": status.pending if check else []},
        lambda: [cells(done, name) for name in status.pending],
    )
    if not status.pending:
        shell.note(f"the schema is up to date ({len(status.applied)} files)")
    return Ending.FINDING if check and status.pending else Ending.FINE
