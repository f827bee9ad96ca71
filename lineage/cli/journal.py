"""``journal list``, ``verify``, ``show``, ``compact``: the record of everything that came in; no database is asked."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.cli.wording import cells, moment, sized
from lineage.errors import NotFound
from lineage.model.answers import JournalCompacted, JournalEntry, JournalSegment
from lineage.service import journal
from lineage.service.recovery import journal_folder

KEY_CHARS = 16
STATE_CHARS = len("left behind")

Key = Annotated[
    str | None,
    typer.Argument(
        metavar="KEY", help="SHA-256 of the body, as receipts have it; its beginning is enough.", show_default=False
    ),
]
InSegment = Annotated[
    str | None,
    typer.Option("--segment", help="Only entries of this segment; the beginning of its name.", show_default=False),
]
Body = Annotated[
    bool,
    typer.Option("--body", help="Print the bytes as they came: KEY --body > message.xml", show_default=False),
]


def listing(shell: Shell) -> Ending:
    """List the segments of the journal.

    A segment is closed when a graph has all of it; the next start of the service takes up what was left behind.

    Example: lineage journal list
    """
    found = journal.listing(journal_folder(shell.settings))
    if shell.form == "json":
        shell.out.json(list(found))
        return Ending.FINE
    for segment in found:
        shell.answer(segment, lambda segment=segment: [_segment(segment)])  # type: ignore[misc]
    return Ending.FINE


def _segment(found: JournalSegment) -> Text:
    changes = "" if found.first_change is None else f"changes {found.first_change} to {found.last_change}"
    return cells(
        found.name,
        (found.state.ljust(STATE_CHARS), "green" if found.state == "closed" else "yellow"),
        f"{found.entries:>8} entries",
        f"{sized(found.size_bytes)} of {sized(found.body_bytes)}",
        f"{moment(found.first_at)} to {moment(found.last_at)}" if found.first_at and found.last_at else "",
        changes,
        (f"{found.waiting_batches} batches in no graph", "yellow") if found.waiting_batches else "",
    )


def verify(shell: Shell) -> Ending:
    """Read the whole journal and check every checksum.

    Damage is told with file, byte and entry; what follows it can be read all the same. Exit code 1 when there is any.

    Example: lineage journal verify
    """
    found = journal.check(journal_folder(shell.settings))

    def lines() -> Iterator[Text]:
        for damage in found.damages:
            place = f"{damage.file}, byte {damage.offset}, after entry {damage.after_entry}:"
            yield cells((place, "red"), f"{damage.reason} ({damage.size_bytes} bytes)")

    shell.answer(found, lines)
    shell.note(f"{found.entries} entries in {found.segments} segments; damaged places: {len(found.damages)}")
    return Ending.FINDING if found.damages else Ending.FINE


def show(shell: Shell, key: Key = None, segment: InSegment = None, body: Body = False) -> Ending:
    """Show entries of the journal: one by its key, or all of a segment.

    The same bytes that came twice are two entries. --body prints those of the first.

    Example: lineage journal show 433882d284d0971d --body
    """
    if key is None and segment is None:
        raise typer.BadParameter("a KEY or --segment says which entries.")
    if body and key is None:
        raise typer.BadParameter("--body is for one KEY.")
    found = journal.entries(journal_folder(shell.settings), key=key or "", segment=segment or "")
    entries: list[JournalEntry] = []
    for entry, data in found:
        if body:
            shell.out.bytes(data)
            return Ending.FINE
        if shell.form == "json":
            entries.append(entry)
            continue
        entries = [entry]
        shell.answer(entry, lambda entry=entry: _card(entry) if key else [_row(entry)])  # type: ignore[misc]
    if key is not None and not entries:
        raise NotFound("entry of the journal", key)
    if shell.form == "json":
        shell.out.json(entries)
    return Ending.FINE


def _row(entry: JournalEntry) -> Text:
    return cells(
        (entry.key[:KEY_CHARS], "dim"),
        entry.kind.ljust(len("message")),
        moment(entry.received_at),
        sized(entry.size_bytes),
        _became(entry),
        entry.sender,
    )


def _became(entry: JournalEntry) -> str:
    if entry.is_waiting:
        return "in no graph yet"
    if entry.code:
        return f"refused: {entry.code}"
    return "no change" if entry.change is None else f"change {entry.change}"


def _card(entry: JournalEntry) -> Iterator[Text]:
    facts = {
        "key": entry.key,
        "kind": entry.kind,
        "sender": entry.sender,
        "sent": entry.sent_at,
        "received": entry.received_at,
        "size": sized(entry.size_bytes),
        "segment": f"{entry.segment}, batch {entry.batch}",
        "became": _became(entry),
        "message": entry.message or "",
    }
    for name, value in facts.items():
        if value:
            yield cells((name.ljust(max(map(len, facts))), "cyan"), value)


def compact(shell: Shell) -> Ending:
    """Rewrite closed segments into fewer and smaller ones.

    Left out is only what can never count again: bytes that came before and met the same fate. Killed at any moment, it
    leaves the old segments or the new ones.

    Example: lineage journal compact
    """
    settings = shell.settings
    found = journal.compact(journal_folder(settings), settings.journal_segment_mb * 2**20)
    shell.answer(found, lambda: _compacted(found))
    return Ending.FINE


def _compacted(found: JournalCompacted) -> Iterator[Text]:
    yield cells("segments".ljust(10), f"{found.segments_before} → {found.segments_after}")
    yield cells("entries".ljust(10), f"{found.entries_before} → {found.entries_after}")
    yield cells("size".ljust(10), f"{sized(found.bytes_before)} → {sized(found.bytes_after)}")
    if found.left_alone:
        yield cells("left alone".ljust(10), str(len(found.left_alone)))
