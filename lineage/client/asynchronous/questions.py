"""Questions: one thing, lists of things, and walks along the data."""

from collections.abc import AsyncIterator

from lineage.client import names
from lineage.client.asynchronous.base import LINES, Base
from lineage.model import answers


class Questions(Base):
    """The verbs that ask and change nothing."""

    async def dataset(self, name: str) -> answers.Dataset:
        """Return one dataset, named by its public id or its location."""
        if names.is_location(name):
            return await self._get(answers.Dataset, "/datasets/by-location", location=name)
        return await self._of_dataset(name, lambda id: self._get(answers.Dataset, f"/datasets/{id}"))

    async def job(self, name: str) -> answers.Job:
        """Return one job, named by its public id or its key."""
        return await self._of_thing("job", name, lambda id: self._get(answers.Job, f"/jobs/{id}"))

    async def application(self, name: str) -> answers.Application:
        """Return one application, named by its public id or its key."""
        return await self._of_thing(
            "application", name, lambda id: self._get(answers.Application, f"/applications/{id}")
        )

    async def ancestors(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what a dataset was derived from, nearest first; `steps` None goes back to the beginning."""
        return await self._walk("ancestors", name, steps, cursor, limit)

    async def descendants(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what was derived from a dataset, nearest first; `steps` None goes to the end."""
        return await self._walk("descendants", name, steps, cursor, limit)

    async def _walk(
        self, direction: answers.Direction, name: str, steps: int | None, cursor: str | None, limit: int
    ) -> answers.Trace:
        return await self._of_dataset(
            name,
            lambda id: self._get(answers.Trace, f"/datasets/{id}/{direction}", steps=steps, cursor=cursor, limit=limit),
        )

    def ancestors_stream(self, name: str, *, steps: int | None = None) -> AsyncIterator[answers.TraceNode]:
        """Yield all that a dataset was derived from, nearest first, as it comes and in flat memory."""
        return self._stream("ancestors", name, steps)

    def descendants_stream(self, name: str, *, steps: int | None = None) -> AsyncIterator[answers.TraceNode]:
        """Yield all that was derived from a dataset, nearest first, as it comes and in flat memory."""
        return self._stream("descendants", name, steps)

    async def _stream(
        self, direction: answers.Direction, name: str, steps: int | None
    ) -> AsyncIterator[answers.TraceNode]:
        response = await self._of_dataset(
            name,
            lambda id: self._open(self._request("GET", f"/datasets/{id}/{direction}", {"steps": steps}, headers=LINES)),
        )
        async for node in self._lines(answers.TraceNode, response):
            yield node

    async def graph(
        self,
        name: str,
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.TraceGraph:
        """Return the nearest `limit` nodes up or down from a dataset, and the edges among them."""
        return await self._of_dataset(
            name,
            lambda id: self._get(
                answers.TraceGraph, f"/datasets/{id}/graph", direction=direction, steps=steps, limit=limit
            ),
        )

    async def path(self, from_name: str, to_name: str) -> answers.Path:
        """Return the shortest way of the data between two datasets, in either direction."""
        return await self._get(answers.Path, "/paths", **{"from": from_name, "to": to_name})

    async def datasets(
        self,
        *,
        prefix: str = "",
        kind: answers.Kind | None = None,
        state: answers.State | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.DatasetItem]:
        """Return datasets in the order of their locations."""
        page = answers.Page[answers.DatasetItem]
        return await self._get(page, "/datasets", prefix=prefix, kind=kind, state=state, cursor=cursor, limit=limit)

    async def search(
        self, expression: str = "", *, facets: bool = False, cursor: str | None = None, limit: int = 100
    ) -> answers.Found:
        """Return the datasets that an expression fits, in the order of their locations; an empty one takes all.

        The count comes with the first page and with facets. Raises InvalidExpression, which points at the place.
        """
        return await self._get(answers.Found, "/search", q=expression, facets=facets, cursor=cursor, limit=limit)

    async def search_words(self) -> answers.WordList:
        """Return everything that an expression can ask about: the field words first, then parameters by name."""
        return await self._get(answers.WordList, "/search/words")

    async def applications(
        self, *, name: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.ApplicationItem]:
        """Return applications in the order of their names and versions."""
        page = answers.Page[answers.ApplicationItem]
        return await self._get(page, "/applications", name=name, cursor=cursor, limit=limit)

    async def expected(self, *, cursor: str | None = None, limit: int = 100) -> answers.Page[answers.Expected]:
        """Return datasets that were named and not announced, the longest waiting first."""
        return await self._get(answers.Page[answers.Expected], "/expected", cursor=cursor, limit=limit)
