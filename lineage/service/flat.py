"""The flat view: one row a dataset, of all, of an investigation, of a search, or of what may have changed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from lineage.errors import InvalidExpression, InvalidField
from lineage.flat import FORMATS, FlatRow, FormatName, project
from lineage.flat.columns import LIST_ENTRIES_MAX
from lineage.graph import flat as graph
from lineage.graph.affected import affected
from lineage.graph.flat import Page
from lineage.model import answers
from lineage.model.flat import FlatFacts
from lineage.model.message import investigation_key
from lineage.service.search import Search


class Flat(Search):
    """The verbs of the flat view."""

    def flat(
        self, *, investigation: str | None = None, since: int | None = None, where: str | None = None
    ) -> Iterator[FlatRow]:
        """Yield rows in the order of their locations, as they are read and in flat memory.

        `investigation` is a name, for those of that name at all instruments, or NAME@INSTRUMENT; `where` an expression
        of a search. With `since`, the number of a change, every dataset comes whose row may differ from what it was
        then, and at the end rows of the state ``gone`` for those that are no more. A row is at least as new as the
        call. Before the first row raises NotFound for an investigation that is not there, InvalidExpression, and
        InvalidField for an expression beside one of the others.
        """
        if where is not None:
            if investigation is not None or since is not None:
                raise InvalidField("where", where, "an expression alone, without an investigation and without since")
            return self._rows(self._pages_found(where))
        pages = self._pages(investigation)
        if since is not None and (found := affected(self.database, since)) is not None:
            pages = (found[start : start + graph.PAGE] for start in range(0, len(found), graph.PAGE))
        gone = graph.gone(self.database, since) if since is not None and investigation is None else ()
        rows = self._rows(pages, gone)
        return rows if investigation is None else filter(_of(investigation), rows)

    def flat_file(
        self,
        form: FormatName = "csv",
        *,
        investigation: str | None = None,
        since: int | None = None,
        where: str | None = None,
    ) -> Iterator[bytes]:
        """Yield the pieces of a file of these rows; raises as `flat` does."""
        return FORMATS[form].write(self.flat(investigation=investigation, since=since, where=where))

    def _rows(self, pages: Iterable[Page], more: Iterable[list[FlatFacts]] = ()) -> Iterator[FlatRow]:
        url = (self.settings.public_url or "").rstrip("/") or None
        lists = chain(graph.facts(self.database, pages, LIST_ENTRIES_MAX), more)
        return (project(facts, url) for facts in chain.from_iterable(lists))

    def _pages_found(self, expression: str) -> Iterator[Page]:
        """Return pages of what a search finds, the first one looked up at once."""
        first = self._found(expression, None)
        return chain([[item.location for item in first.items]], self._pages_after(expression, first.next))

    def _pages_after(self, expression: str, cursor: str | None) -> Iterator[Page]:
        while cursor is not None:
            found = self._found(expression, cursor)
            yield [item.location for item in found.items]
            cursor = found.next

    def _found(self, expression: str, cursor: str | None) -> answers.Found:
        found = self.search(expression, cursor=cursor, limit=graph.PAGE)
        if found.is_cut:
            reason = f"words that no more than {found.candidates_max} datasets have; a file has no place for a cut"
            raise InvalidExpression(expression, 0, expression, reason)
        return found

    def _pages(self, investigation: str | None) -> Iterator[Page]:
        if investigation is None:
            return graph.pages(self.database)
        return graph.pages_of_investigation(self.database, investigation)


def _of(investigation: str) -> Callable[[FlatRow], bool]:
    def is_of(row: FlatRow) -> bool:
        key = investigation_key(row.investigation or "", row.instrument or "")
        return investigation in (row.investigation, key)

    return is_of
