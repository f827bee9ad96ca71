"""``serve``: the HTTP service, with the embedded engine below it where no server is named."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from lineage import engine
from lineage.cli.endings import Ending
from lineage.cli.fetching import FetchBar
from lineage.cli.shell import Shell
from lineage.cli.wording import cells
from lineage.settings import Settings

Host = Annotated[
    str | None,
    typer.Option(help="Listen on this address, such as --host 0.0.0.0", show_default="LINEAGE_HOST or 127.0.0.1"),
]
Port = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=65535,
        help="Listen on this port, such as --port 8080; 0 takes a free one.",
        show_default="LINEAGE_PORT or 8000",
    ),
]


def serve(shell: Shell, host: Host = None, port: Port = None) -> Ending:
    """Serve the HTTP interface and the pages until Ctrl-C.

    The embedded engine is started when LINEAGE_NEO4J_URI names no server, and stopped at the end if it was
    started here. The address goes to standard output once requests are answered, the log to standard error.

    Example: lineage serve --port 8080
    """
    # fastapi takes as long to load as everything else together, and no other command needs it
    from lineage.api.server import serve as serve_http  # noqa: PLC0415
    from lineage.web import create_app  # noqa: PLC0415

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = shell.own_settings(**given)
    _log(is_quiet=shell.is_quiet)
    # until the server listens to it itself, SIGTERM ends us as Ctrl-C does, so that the engine is stopped
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _engine(shell, settings), shell.own_service(**given) as service:
        serve_http(service, settings, lambda address: _tell(shell, address), create_app)
        shell.note("the server has stopped")
    return Ending.FINE


def _log(*, is_quiet: bool) -> None:
    logging.basicConfig(
        level=logging.WARNING if is_quiet else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in ("uvicorn", "neo4j"):
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def _engine(shell: Shell, settings: Settings) -> Iterator[None]:
    """Hold the embedded engine running; one that ran before goes on running afterwards."""
    is_ours = False
    if not settings.neo4j_uri:
        shell.announce_start(settings)
        with FetchBar(shell.talk, shell.note, is_shown=shell.has_progress) as progress:
            is_ours = engine.ensure(settings, progress).started
    try:
        yield
    finally:
        if is_ours and engine.stop(settings):
            shell.note("the engine has stopped")


def _tell(shell: Shell, address: str) -> None:
    shell.answer({"address": address}, lambda: [cells(address)])
    shell.out.stream.flush()
    shell.note("Ctrl-C stops the server")
