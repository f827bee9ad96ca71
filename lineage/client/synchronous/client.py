# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""The client that waits, and how a list is followed to its end."""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from lineage.client.synchronous.changes import Changes
from lineage.client.synchronous.flat import Flat
from lineage.client.synchronous.messages import Messages
from lineage.client.synchronous.production import Production
from lineage.client.synchronous.publications import Publications
from lineage.client.synchronous.questions import Questions
from lineage.client.synchronous.relations import Relations
from lineage.client.synchronous.upkeep import Upkeep
from lineage.model.answers import Page

P = ParamSpec("P")
Item = TypeVar("Item")
PageT = TypeVar("PageT", bound=Page[Any])


class Client(Messages, Publications, Questions, Relations, Production, Flat, Changes, Upkeep):
    """The lineage service behind an address."""

    def pages(self, ask: Callable[P, PageT], *args: P.args, **asked: P.kwargs) -> Iterator[PageT]:
        """Yield every page of a list or a walk: ``pages(client.jobs, status="failed", limit=1000)``."""
        while True:
            page = ask(*args, **asked)
            yield page
            if page.next is None:
                return
            asked["cursor"] = page.next

    def items(self, ask: Callable[P, Page[Item]], *args: P.args, **asked: P.kwargs) -> Iterator[Item]:
        """Yield every item of a list or a walk: ``items(client.datasets, prefix="/data/visitor/hg1/")``."""
        for page in self.pages(ask, *args, **asked):
            yield from page.items

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
