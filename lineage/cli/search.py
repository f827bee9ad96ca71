"""``search``: datasets that an expression fits, or how they are distributed, or what can be asked about."""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.text import Text

from lineage.cli.endings import Ending
from lineage.cli.lists import dataset_line
from lineage.cli.options import Limit
from lineage.cli.paging import answer_pages, pages
from lineage.cli.shell import Shell
from lineage.cli.verbs import Verbs
from lineage.cli.wording import cells, visible
from lineage.errors import InvalidExpression
from lineage.model.answers import Facet, Found, Word

COUNT_CHARS = 9
SHOWN_CHARS = 70
"""What is shown of an expression before the place of a fault."""

Expression = Annotated[
    str,
    typer.Argument(
        metavar="EXPRESSION",
        help="What to look for, in quotes, such as 'kind = raw and start >= 2024'; none takes all datasets.",
        show_default=False,
    ),
]
Facets = Annotated[
    bool,
    typer.Option("--facets", help="Print how what is found is distributed, and not the datasets.", show_default=False),
]
Words = Annotated[
    bool, typer.Option("--words", help="Print what can be asked about, with type and unit.", show_default=False)
]


def search(
    shell: Shell, expression: Expression = "", facets: Facets = False, words: Words = False, limit: Limit = None
) -> Ending:
    """Search datasets by words, places, dates, programs and parameters.

    On a line: id, kind, state, location. With --facets: number of datasets, value.
    The language is in docs/search.md; --words lists what can be asked about.

    Example: lineage search 'motion correction and investigation = hg1'

    Example: lineage search 'EM_voltage >= 200 kV and state != retired' | lineage descendants -

    Example: lineage search --facets 'under /data/visitor/hg1 and start = 2024'
    """
    with shell.service() as service:
        if words:
            return _words(shell, service)
        try:
            return (
                _facets(shell, service, expression, limit) if facets else _datasets(shell, service, expression, limit)
            )
        except InvalidExpression as error:
            for line in pointed(expression, error.facts["position"]):
                shell.tell(line)
            raise


def _datasets(shell: Shell, service: Verbs, expression: str, limit: int | None) -> Ending:
    cuts: set[int] = set()

    def ask(cursor: str | None, count: int) -> Found:
        found = service.search(expression, cursor=cursor, limit=count)
        if found.is_cut and found.candidates_max:
            cuts.add(found.candidates_max)
        return found

    ending = answer_pages(shell, pages(ask, limit), dataset_line)
    return _cut(shell, cuts.pop()) if cuts else ending


def _cut(shell: Shell, candidates_max: int) -> Ending:
    shell.note(f"the words fit more than {candidates_max} datasets, and only the best of them were looked at")
    return Ending.PARTIAL


def _facets(shell: Shell, service: Verbs, expression: str, limit: int | None) -> Ending:
    found = service.search(expression, facets=True, limit=min(limit or 1, 1000))
    if shell.form == "jsonl":
        for facet in found.facets or ():
            shell.out.jsonl(facet)
    else:
        shell.answer(found, lambda: _table(found))
    if found.is_count_capped:
        shell.note(f"only {found.count} datasets were counted; there are more")
    if found.is_cut and found.candidates_max:
        return _cut(shell, found.candidates_max)
    return Ending.PARTIAL if found.is_count_capped else Ending.FINE


def _table(found: Found) -> Iterator[Text]:
    yield cells((f"{found.count}".rjust(COUNT_CHARS), "bold"), ("datasets", "bold"))
    for facet in found.facets or ():
        yield from _rows(facet)


def _rows(facet: Facet) -> Iterator[Text]:
    yield cells(" " * COUNT_CHARS, (facet.name, "cyan"))
    for value in facet.values:
        yield cells(f"{value.count}".rjust(COUNT_CHARS), "none" if value.value is None else value.value)
    left_out = facet.values_count - len(facet.values)
    if left_out:
        yield cells(f"{facet.others_count}".rjust(COUNT_CHARS), (f"in {left_out} more", "dim"))


def _words(shell: Shell, service: Verbs) -> Ending:
    found = service.search_words()
    if shell.form == "jsonl":
        for item in found.items:
            shell.out.jsonl(item)
    else:
        shell.answer(found, lambda: _word_lines(found.items))
    return Ending.FINE


def _word_lines(items: Iterable[Word]) -> Iterator[Text]:
    for item in items:
        kind = " or ".join(item.choices) or " ".join(filter(None, (item.type, item.unit and f"in {item.unit}")))
        yield cells((item.name, "cyan"), kind, (item.meaning, "dim"))


def pointed(expression: str, position: int) -> list[str]:
    """Return the part of an expression around a place, and a line with a caret below that place."""
    first = max(0, position - SHOWN_CHARS)
    before, after = (visible(re.sub(r"\s", " ", part)) for part in (expression[first:position], expression[position:]))
    start = "… " if first else "  "
    return [f"{start}{before}{after[:SHOWN_CHARS]}", f"{' ' * cell_len(start + before)}^"]
