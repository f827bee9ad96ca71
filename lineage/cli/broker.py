"""``broker start``, ``broker stop``, ``broker status``: the embedded message broker, run by hand."""

from collections.abc import Iterator
from dataclasses import asdict

from rich.text import Text

from lineage import engine
from lineage.cli.endings import Ending
from lineage.cli.engine import FromFolder
from lineage.cli.fetching import FetchBar
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, sized

NAME_CHARS = 9


def start(shell: Shell, from_folder: FromFolder = None) -> Ending:
    """Start the embedded broker and print its address.

    It is ActiveMQ Classic, fetched first if need be, once.

    It takes STOMP on this machine alone, from anybody here, and keeps on disk what nobody has taken yet. To try
    things out with; a facility has a broker of its own.

    Example: lineage broker start
    """
    with FetchBar(shell.talk, shell.note, is_shown=shell.has_progress, what="broker") as progress:
        address = engine.broker_ensure(shell.settings, progress, from_folder)
    shell.note("the broker has started" if address.started else "the broker was running already")
    answer = {"host": address.host, "port": address.port, "is_started": address.started}
    shell.answer(answer, lambda: [cells(str(address))])
    return Ending.FINE


def stop(shell: Shell) -> Ending:
    """Stop the embedded broker and wait until it has ended.

    What nobody has taken yet is there again after the next start.

    Example: lineage broker stop
    """
    is_stopped = engine.broker_stop(shell.settings)
    shell.note("the broker has stopped" if is_stopped else "the embedded broker was not running")
    shell.answer({"is_stopped": is_stopped}, tuple)
    return Ending.FINE


def status(shell: Shell) -> Ending:
    """Tell whether the embedded broker runs, and where.

    Exit code 0 when it runs, 1 when not. Starts nothing and changes nothing.

    Example: lineage broker status --json
    """
    found = engine.broker_status(shell.settings)
    shell.answer(asdict(found), lambda: _lines(found))
    return Ending.FINE if found.state == "running" else Ending.FINDING


def _lines(found: engine.BrokerStatus) -> Iterator[Text]:
    process = f", process {found.pid}" if found.pid else ""
    yield cells("state".ljust(NAME_CHARS), found.state)
    yield cells("broker".ljust(NAME_CHARS), f"{found.broker}{process}")
    if found.address:
        yield cells("address".ljust(NAME_CHARS), found.address)
    yield cells("store".ljust(NAME_CHARS), f"{found.store} ({sized(found.store_bytes)})")
    yield cells("log".ljust(NAME_CHARS), str(found.log))
