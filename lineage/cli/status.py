"""``status``: is it running, is it ready, how much is in it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.text import Text

from lineage import engine
from lineage.cli.counts import count_lines
from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.cli.verbs import Verbs
from lineage.cli.wording import cells, masked, sentence, sized
from lineage.errors import LineageError, ServerUnavailable
from lineage.model.answers import Consumer, Readiness, Stats

NAME_CHARS = 9


@dataclass(frozen=True, slots=True)
class State:
    """What there is to know; `engine` is None for a server that LINEAGE_NEO4J_URI or LINEAGE_SERVER names."""

    state: Literal["running", "stopped", "stale", "unavailable"]
    uri: str | None
    engine: engine.Status | None
    readiness: Readiness | None
    stats: Stats | None
    consumers: list[Consumer]


def status(shell: Shell) -> Ending:
    """Tell whether the graph is there, ready, and how large.

    Exit code 0 when it runs and is ready, 1 when not. Starts nothing and changes nothing.

    Example: lineage status --json
    """
    found = _found(shell)
    answer = {name: getattr(found, name) for name in State.__slots__}
    answer["engine"] = asdict(found.engine) if found.engine else None
    shell.answer(answer, lambda: _lines(found))
    return Ending.FINE if found.readiness and found.readiness.is_ready else Ending.FINDING


def _found(shell: Shell) -> State:
    if shell.settings.server:
        return _of_lineage(shell, shell.settings.server)
    return _of_neo4j(shell) if shell.settings.neo4j_uri else _of_engine(shell)


def _of_lineage(shell: Shell, url: str) -> State:
    with shell.service() as service:
        try:
            return State("running", url, None, *_inside(service))
        except ServerUnavailable as error:
            return State(
                "unavailable", url, None, Readiness(is_ready=False, checks={"server": error.message}), None, []
            )


def _of_engine(shell: Shell) -> State:
    found = engine.status(shell.settings)
    if found.state != "running":
        return State(found.state, None, found, None, None, [])
    with shell.connected() as service:
        return State(found.state, found.uri, found, *_inside(service))


def _of_neo4j(shell: Shell) -> State:
    uri = masked(str(shell.settings.neo4j_uri))
    with shell.connected() as service:
        readiness, stats, consumers = _inside(service)
    is_there = readiness.checks["database"] == "ok"
    return State("running" if is_there else "unavailable", uri, None, readiness, stats, consumers)


def _inside(service: Verbs) -> tuple[Readiness, Stats | None, list[Consumer]]:
    readiness = service.readiness()
    try:
        return readiness, service.stats() if readiness.is_ready else None, service.consumers().items
    except LineageError:
        return readiness, None, []


def _lines(found: State) -> Iterator[Text]:
    for name, value in _facts(found):
        yield cells(name.ljust(NAME_CHARS), value)
    for consumer in found.consumers:
        yield from (cells("consumer".ljust(NAME_CHARS), line) for line in _consumer(consumer))
    if found.stats:
        yield from count_lines(found.stats)


def _consumer(consumer: Consumer) -> Iterator[str]:
    counts = ", ".join(f"{count} {status}" for status, count in consumer.messages.items()) or "no message yet"
    behind = f"{consumer.waiting} waiting, {consumer.queue_age_s:.1f} s behind"
    yield f"{consumer.state}, process {consumer.pid} on {consumer.host}: {counts}; {behind}"
    if consumer.reason:
        yield consumer.reason
    yield from (f"broker {name}: {state}" for name, state in consumer.brokers.items())


def _facts(found: State) -> Iterator[tuple[str, Any]]:
    yield "state", found.state
    if found.engine:
        process = f", process {found.engine.pid}" if found.engine.pid else ""
        yield "engine", f"{found.engine.engine}{process}"
    if found.uri:
        yield "address", found.uri
    if found.engine:
        yield "store", f"{found.engine.store} ({sized(found.engine.store_bytes)})"
        yield "log", str(found.engine.log)
    if found.readiness:
        yield from ((name, sentence(said)) for name, said in found.readiness.checks.items())
