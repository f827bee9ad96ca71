"""The flat view: one row a dataset, of all, of an investigation, or of what may have changed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from lineage.flat import FORMATS, FlatRow, FormatName, project
from lineage.flat.columns import LIST_ENTRIES_MAX
from lineage.graph import flat as graph
from lineage.graph.affected import affected
from lineage.graph.flat import Page
from lineage.model.flat import FlatFacts
from lineage.model.message import investigation_key
from lineage.service.base import Base


class Flat(Base):
    """The verbs of the flat view."""

    def flat(self, *, investigation: str | None = None, since: int | None = None) -> Iterator[FlatRow]:
        """Yield rows in the order of their locations, as they are read and in flat memory.

        `investigation` is a name, for those of that name at all instruments, or NAME@INSTRUMENT. With `since`, the
        number of a change, every dataset comes whose row may differ from what it was then, and at the end rows of the
        state ``gone`` for those that are no more. A row is at least as new as the call. Raises NotFound for an
        investigation that is not there, before the first row.
        """
        pages = self._pages(investigation)
        if since is not None and (found := affected(self.database, since)) is not None:
            pages = (found[start : start + graph.PAGE] for start in range(0, len(found), graph.PAGE))
        lists: Iterable[list[FlatFacts]] = graph.facts(self.database, pages, LIST_ENTRIES_MAX)
        if since is not None and investigation is None:
            lists = chain(lists, graph.gone(self.database, since))
        url = (self.settings.public_url or "").rstrip("/") or None
        rows = (project(facts, url) for facts in chain.from_iterable(lists))
        return rows if investigation is None else filter(_of(investigation), rows)

    def flat_file(
        self, form: FormatName = "csv", *, investigation: str | None = None, since: int | None = None
    ) -> Iterator[bytes]:
        """Yield the pieces of a file of these rows; raises as `flat` does."""
        return FORMATS[form].write(self.flat(investigation=investigation, since=since))

    def _pages(self, investigation: str | None) -> Iterator[Page]:
        if investigation is None:
            return graph.pages(self.database)
        return graph.pages_of_investigation(self.database, investigation)


def _of(investigation: str) -> Callable[[FlatRow], bool]:
    def is_of(row: FlatRow) -> bool:
        key = investigation_key(row.investigation or "", row.instrument or "")
        return investigation in (row.investigation, key)

    return is_of
