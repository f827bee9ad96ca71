"""Lists of any length: asked for page by page, printed as they come, and never cut without a word."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.shell import Shell
from lineage.model.answers import Page

PAGE_ITEMS = 1000

PageT = TypeVar("PageT", bound=Page[Any])


def pages(ask: Callable[[str | None, int], PageT], limit: int | None, page_items: int = PAGE_ITEMS) -> Iterator[PageT]:
    """Yield at least one page, until there are no more or `limit` items were had.

    `ask` takes a cursor and a number of items.
    """
    cursor, left = None, limit
    while True:
        page = ask(cursor, page_items if left is None else min(left, page_items))
        yield page
        left = None if left is None else left - len(page.items)
        if page.next is None or left == 0:
            return
        cursor = page.next


def answer_pages(
    shell: Shell,
    found: Iterator[PageT],
    row: Callable[[Any], Text],
    entry: Callable[[Any, PageT], object] = lambda item, _: item,
) -> Ending:
    """Print pages in the form asked for: `row` makes a line of an item, `entry` the object that --jsonl prints."""
    items: list[Any] = []
    count = 0
    for page in found:
        count += len(page.items)
        if shell.form == "json":
            items += page.items
            continue
        for item in page.items:
            if shell.form == "jsonl":
                shell.out.jsonl(entry(item, page))
            else:
                shell.out.line(row(item))
    if shell.form == "json":
        shell.out.json(page.model_copy(update={"items": items}))
    return _ending(shell, page, count)


def _ending(shell: Shell, last: Page[Any], count: int) -> Ending:
    if last.next is None:
        if count == 0:
            shell.note("there are none")
        return Ending.FINE
    remaining = getattr(last, "remaining", None)
    left_out = "more" if remaining is None else f"{remaining} more"
    shell.note(f"{count} shown, {left_out} left out by --limit")
    return Ending.PARTIAL
