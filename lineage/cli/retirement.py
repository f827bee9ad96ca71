"""``retire`` and ``restore``: the mark of a dataset that is gone from disk."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.names import names_from
from lineage.cli.options import DryRun, Names
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, state_cell
from lineage.errors import StillUsed
from lineage.model.answers import Dataset, Retirement

USED_BY_LINES = 10
NOT_WRITTEN = "(nothing was written)"

Reason = Annotated[
    str,
    typer.Option(help="Why, for whoever finds the mark: --reason 'deleted under the data policy'", show_default=False),
]
RetireUsed = Annotated[
    bool, typer.Option("--retire-used", help="Retire it although datasets were derived from it.", show_default=False)
]


def retire(
    shell: Shell, names: Names, reason: Reason, retire_used: RetireUsed = False, dry_run: DryRun = False
) -> Ending:
    """Mark datasets as gone from disk.

    They stay in every chain, with the mark.
    A dataset that others were derived from is refused with exit code 4, unless --retire-used says so.

    Example: lineage retire /data/visitor/hg1/id00/scan_0001 --reason 'tape lost' --dry-run
    """
    if not reason.strip():
        raise typer.BadParameter("--reason must say something.")
    with shell.service() as service:
        for name in names_from(names):
            found = service.retire(name, reason, retire_used=retire_used, only_show=dry_run)
            shell.answer(found, lambda found=found: _lines(found))  # type: ignore[misc]
            if dry_run and found.used_count and not retire_used:
                raise StillUsed(found.location, found.used_count, found.used_by)
    return Ending.FINE


def _lines(found: Retirement) -> Iterator[Text]:
    yield cells(state_cell(found.state), found.location, "" if found.is_done else NOT_WRITTEN)
    if found.used_count:
        yield cells(f"  datasets derived from it: {found.used_count}")
    for location in found.used_by[:USED_BY_LINES]:
        yield cells(f"  {location}")
    if found.used_count > USED_BY_LINES:
        yield cells(f"  and {found.used_count - USED_BY_LINES} more; lineage descendants lists them")


def restore(shell: Shell, names: Names, dry_run: DryRun = False) -> Ending:
    """Take the mark of a retirement away again.

    Example: lineage restore /data/visitor/hg1/id00/scan_0001
    """
    with shell.service() as service:
        for name in names_from(names):
            before = service.dataset(name)
            if before.state != "retired":
                shell.note(f"{before.location} is not retired; nothing to restore")
            is_done = before.state == "retired" and not dry_run
            found = service.restore(name) if is_done else before
            shell.answer(found, lambda found=found, is_done=is_done: [_state(found, is_done)])  # type: ignore[misc]
    return Ending.FINE


def _state(found: Dataset, is_done: bool) -> Text:
    return cells(state_cell(found.state), found.location, "" if is_done else NOT_WRITTEN)
