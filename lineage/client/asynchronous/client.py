"""The client, awaited, and how a list is followed to its end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from lineage.client.asynchronous.changes import Changes
from lineage.client.asynchronous.flat import Flat
from lineage.client.asynchronous.messages import Messages
from lineage.client.asynchronous.production import Production
from lineage.client.asynchronous.publications import Publications
from lineage.client.asynchronous.questions import Questions
from lineage.client.asynchronous.relations import Relations
from lineage.client.asynchronous.upkeep import Upkeep
from lineage.model.answers import Page

P = ParamSpec("P")
Item = TypeVar("Item")
PageT = TypeVar("PageT", bound=Page[Any])


class AsyncClient(Messages, Publications, Questions, Relations, Production, Flat, Changes, Upkeep):
    """The lineage service behind an address."""

    async def pages(self, ask: Callable[P, Awaitable[PageT]], *args: P.args, **asked: P.kwargs) -> AsyncIterator[PageT]:
        """Yield every page of a list or a walk: ``pages(client.jobs, status="failed", limit=1000)``."""
        while True:
            page = await ask(*args, **asked)
            yield page
            if page.next is None:
                return
            asked["cursor"] = page.next

    async def items(
        self, ask: Callable[P, Awaitable[Page[Item]]], *args: P.args, **asked: P.kwargs
    ) -> AsyncIterator[Item]:
        """Yield every item of a list or a walk: ``items(client.datasets, prefix="/data/visitor/hg1/")``."""
        async for page in self.pages(ask, *args, **asked):
            for item in page.items:
                yield item

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
