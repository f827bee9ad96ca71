"""``serve``: the HTTP service, with the embedded engine below it where no server is named."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

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


WithBroker = Annotated[
    bool,
    typer.Option(
        "--with-broker",
        help="Start a message broker of our own too, and take messages from it: to try things out.",
        show_default=False,
    ),
]


def serve(shell: Shell, host: Host = None, port: Port = None, with_broker: WithBroker = False) -> Ending:
    """Serve the HTTP interface and the pages until Ctrl-C.

    The embedded engine is started when LINEAGE_NEO4J_URI names no server, and stopped at the end if it was
    started here. With LINEAGE_BROKERS it also takes messages from these brokers, as listen does, and with
    LINEAGE_ICAT_INTERVAL_S it publishes into ICAT, as publish icat does. The address goes to standard output once
    requests are answered, the log to standard error.

    Example: lineage serve --port 8080
    """
    # fastapi takes as long to load as everything else together, and no other command needs it
    from lineage.api.server import serve as serve_http  # noqa: PLC0415
    from lineage.web import create_app  # noqa: PLC0415

    given: dict[str, Any] = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = shell.own_settings(**given)
    log_to_stderr(is_quiet=shell.is_quiet)
    # until the server listens to it itself, SIGTERM ends us as Ctrl-C does, so that the engine is stopped
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _broker(shell, settings, is_wanted=with_broker) as ours, _engine(shell, settings):
        given |= {"brokers": (*settings.brokers, *ours)} if ours else {}
        with shell.own_service(**given) as service, service.listening(), service.publishing():
            serve_http(service, settings, lambda address: _tell(shell, address), create_app)
            shell.note("the server has stopped")
    return Ending.FINE


def log_to_stderr(*, is_quiet: bool) -> None:
    """Send the log to standard error; quiet, only what is wrong."""
    logging.basicConfig(
        level=logging.WARNING if is_quiet else logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for name in ("uvicorn", "neo4j", "stomp.py"):
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def _broker(shell: Shell, settings: Settings, *, is_wanted: bool) -> Iterator[tuple[str, ...]]:
    """Hold the embedded broker running where it is wanted; gives its address."""
    if not is_wanted:
        yield ()
        return
    with FetchBar(shell.talk, shell.note, is_shown=shell.has_progress, what="broker") as progress:
        address = engine.broker_ensure(settings, progress)
    shell.note(f"the broker takes messages at {address}")
    try:
        yield (str(address),)
    finally:
        if address.started and engine.broker_stop(settings):
            shell.note("the broker has stopped")


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
