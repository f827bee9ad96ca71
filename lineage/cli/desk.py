"""``rejected`` and ``replay``: the desk of refused messages."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.forecast import Forecast, forecast
from lineage.cli.names import names_from
from lineage.cli.options import Code, DryRun, Limit
from lineage.cli.paging import answer_pages, pages
from lineage.cli.shell import Shell
from lineage.cli.tally import Tally
from lineage.cli.verbs import Verbs
from lineage.cli.wording import cells, moment, sized
from lineage.ingest import Context
from lineage.intake import Piece
from lineage.model.answers import Rejected

KEY_CHARS = 16
"""Enough to name one of many millions; the whole key is in --jsonl."""

CODE_CHARS = 16

Key = Annotated[
    str | None, typer.Argument(metavar="KEY", help="Key of one message; its beginning is enough.", show_default=False)
]
Keys = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="KEY",
        help="Keys of messages; their beginnings are enough; - reads them from standard input.",
        show_default=False,
    ),
]
Body = Annotated[
    bool,
    typer.Option(
        "--body", help="Print the bytes of the message as they came: KEY --body > message.xml", show_default=False
    ),
]
All = Annotated[bool, typer.Option("--all", help="Replay all of them, the oldest first.", show_default=False)]


def rejected(shell: Shell, key: Key = None, code: Code = None, body: Body = False, limit: Limit = None) -> Ending:
    """List the refused messages, or show one.

    The oldest comes first.
    On a line: beginning of the key, reason, when it came, from where, and the sentence.

    Example: lineage rejected --code ambiguous_inputs

    Example: lineage rejected 1f3870be274f6c49 --body > message.xml
    """
    if body and key is None:
        raise typer.BadParameter("--body needs a KEY.")
    if key is not None and (code is not None or limit is not None):
        raise typer.BadParameter("--code and --limit are for the list; a KEY shows one message.")
    with shell.service() as service:
        if key is not None:
            return _one(shell, service, next(names_from([key], ("key",)), ""), body=body)
        found = pages(lambda cursor, count: service.rejected(code=code, cursor=cursor, limit=count), limit)
        return answer_pages(shell, found, _row)


def _one(shell: Shell, service: Verbs, key: str, *, body: bool) -> Ending:
    message, data = service.rejected_message(key)
    if body:
        shell.out.bytes(data)
    else:
        shell.answer(message, lambda: _card(message))
    return Ending.FINE


def _row(item: Rejected) -> Text:
    return cells(
        (item.key[:KEY_CHARS], "dim"),
        (item.code.ljust(CODE_CHARS), "yellow"),
        moment(item.received_at),
        item.sender,
        item.message,
    )


def _card(item: Rejected) -> Iterator[Text]:
    facts = {
        "key": item.key,
        "reason": item.code,
        "message": item.message,
        "sender": item.sender,
        "sent": moment(item.sent_at),
        "received": moment(item.received_at),
        "last attempt": f"{moment(item.last_attempt_at)}, attempts: {item.attempts}",
        "size": sized(item.size_bytes),
        **{name: value if isinstance(value, str) else json.dumps(value) for name, value in item.facts.items()},
    }
    for name, value in facts.items():
        yield cells((name.ljust(max(map(len, facts))), "cyan"), value)


def replay(shell: Shell, keys: Keys = None, every: All = False, code: Code = None, dry_run: DryRun = False) -> Ending:
    """Try refused messages again.

    Those that are accepted now leave the desk.
    Exit code 1 when one was refused again. --jsonl prints a receipt for each, --json the summary. --dry-run
    says what the formats would refuse.

    Example: lineage replay --all --code ambiguous_inputs

    Example: lineage rejected | grep id19 | lineage replay -
    """
    if bool(keys) == (every or code is not None):
        raise typer.BadParameter("either KEYs are needed, or --all, or --code REASON.")
    tally = Tally(shell)
    with shell.service() as service:
        wanted = names_from(keys, ("key",)) if keys else _keys(service, code)
        for key in wanted:
            fate = _forecast(shell, service, key) if dry_run else service.replay(key)
            tally.take(key[:KEY_CHARS], fate)
            if shell.form == "text" and fate.status != "rejected":
                shell.out.line(cells(fate.status, fate.location or key))
    return tally.sum_up(is_forecast=dry_run)


def _keys(service: Verbs, code: str | None) -> list[str]:
    """Return every key before any is replayed: what is refused again would come up again."""
    found = pages(lambda cursor, count: service.rejected(code=code, cursor=cursor, limit=count), None)
    return [item.key for page in found for item in page.items]


def _forecast(shell: Shell, service: Verbs, key: str) -> Forecast:
    message, body = service.rejected_message(key)
    return forecast(
        Piece(body, message.sender, message.sent_at), Context.of(shell.settings), shell.settings.message_bytes_max
    )
