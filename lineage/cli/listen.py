"""``listen``: messages from brokers into the graph."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from lineage.cli.endings import Ending
from lineage.cli.serve import log_to_stderr
from lineage.cli.shell import Shell
from lineage.feed import Feed
from lineage.model.answers import Receipt

UntilIdle = Annotated[
    float | None,
    typer.Option(
        min=0.5,
        metavar="SECONDS",
        help="End when no message came for so long, such as --until-idle 5; without it listen until Ctrl-C.",
        show_default=False,
    ),
]


def listen(shell: Shell, until_idle: UntilIdle = None) -> Ending:
    """Take messages from the brokers of LINEAGE_BROKERS and write them into the graph.

    A message is acknowledged when the graph has it. A refused one is kept with its reason (lineage rejected), is
    published to the queue LINEAGE_BROKER_FAILED_QUEUE, and is acknowledged. While the graph does not answer,
    nothing is taken. Any number of processes may listen. --jsonl prints a receipt for each message.

    Example: lineage listen --until-idle 5
    """
    settings = shell.own_settings()
    log_to_stderr(is_quiet=shell.is_quiet)
    with shell.own_service() as service:
        feed = service.feed()
        shell.note(f"listening to {', '.join(settings.brokers)}; Ctrl-C ends it")
        with _stopped_by_signals(feed), _bar(shell, feed) as show:
            counts: Counter[str] = Counter()

            def watch(receipts: Sequence[Receipt]) -> None:
                counts.update(receipt.status for receipt in receipts)
                if shell.form == "jsonl":
                    for receipt in receipts:
                        shell.out.jsonl(receipt.model_dump(mode="json"))
                show()

            feed.run(until_idle, watch)
    if shell.form == "json":
        shell.out.json({"messages": counts.total(), **counts})
    shell.note(
        f"{counts.total()} messages; {', '.join(f'{n} {status}' for status, n in sorted(counts.items())) or '-'}"
    )
    return Ending.FINE


@contextmanager
def _stopped_by_signals(feed: Feed) -> Iterator[None]:
    """End the feed at SIGINT and SIGTERM, after the batch that is being written."""
    before = {
        number: signal.signal(number, lambda _number, _frame: feed.stop()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _bar(shell: Shell, feed: Feed) -> Iterator[Callable[[], None]]:
    if not shell.has_progress:
        yield lambda: None
        return
    columns = "{task.fields[messages]} messages  {task.fields[waiting]} waiting  {task.fields[age]} s behind"
    with Progress(
        SpinnerColumn(),
        TextColumn("listen"),
        TextColumn(columns),
        TimeElapsedColumn(),
        console=shell.talk,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, messages=0, waiting=0, age=0)

        def show() -> None:
            now = feed.consumer()
            bar.update(task, messages=sum(now.messages.values()), waiting=now.waiting, age=now.queue_age_s)

        yield show
