"""``up`` and ``down``: the embedded engine, started and stopped by hand."""

from pathlib import Path
from typing import Annotated

import typer

from lineage import engine
from lineage.cli.endings import Ending
from lineage.cli.fetching import FetchBar
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, masked

FromFolder = Annotated[
    Path | None,
    typer.Option(
        help="Take the jars from this folder, for sites without a network: --from-folder /mnt/usb/jars",
        file_okay=False,
        exists=True,
        show_default=False,
    ),
]


def up(shell: Shell, from_folder: FromFolder = None) -> Ending:
    """Start the embedded engine and print its address.

    It is fetched first if need be, once.

    Nothing is started when LINEAGE_NEO4J_URI names a server; that server is then looked for.

    Example: lineage up
    """
    uri, is_started = shell.own_settings().neo4j_uri, False
    if uri:
        shell.note("LINEAGE_NEO4J_URI is set, so there is nothing to start")
    else:
        uri, is_started = _started(shell, from_folder)
    with shell.own_service():
        pass
    address = masked(uri)
    shell.answer({"uri": address, "is_started": is_started}, lambda: [cells(address)])
    return Ending.FINE


def _started(shell: Shell, from_folder: Path | None) -> tuple[str, bool]:
    with FetchBar(shell.talk, shell.note, is_shown=shell.has_progress) as progress:
        address = engine.ensure(shell.settings, progress, from_folder)
    shell.note("the engine has started" if address.started else "the engine was running already")
    return address.uri, address.started


def down(shell: Shell) -> Ending:
    """Stop the embedded engine and wait until it has ended.

    A server that LINEAGE_NEO4J_URI names is left alone.

    Example: lineage down
    """
    is_stopped = engine.stop(shell.own_settings())
    if shell.settings.neo4j_uri:
        shell.note("the server of LINEAGE_NEO4J_URI is not ours to stop")
    shell.note("the engine has stopped" if is_stopped else "the embedded engine was not running")
    shell.answer({"is_stopped": is_stopped}, tuple)
    return Ending.FINE
