"""Questions about applications: their jobs, what they produced, and all that was made from it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from lineage.client.asynchronous.base import LINES, Base
from lineage.errors import NotFound
from lineage.model import answers
from lineage.model.names import application_ids

T = TypeVar("T")


class Production(Base):
    """The verbs that ask about applications. One is named by its id, its key, or its name and version."""

    async def produced(
        self,
        application: str,
        *,
        since: str | None = None,
        until: str | None = None,
        status: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Produced:
        """Return what an application produced, in the order of time; a bare day is all of that day, UTC."""
        asked = {"since": since, "until": until, "status": status, "cursor": cursor, "limit": limit}
        return await self._of_application(
            application, lambda id: self._get(answers.Produced, f"/applications/{id}/produced", **asked)
        )

    async def impact(
        self,
        application: str,
        *,
        since: str | None = None,
        until: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Impact:
        """Return what an application produced and all that was derived from it: counts, and a page of it.

        Every page walks anew; `impact_stream` walks once.
        """
        asked = {"since": since, "until": until, "cursor": cursor, "limit": limit}
        return await self._of_application(
            application, lambda id: self._get(answers.Impact, f"/applications/{id}/impact", **asked)
        )

    async def impact_stream(
        self, application: str, *, since: str | None = None, until: str | None = None
    ) -> AsyncIterator[answers.ReachedDataset]:
        """Yield all that `impact` pages through, as it comes and in flat memory."""
        asked = {"since": since, "until": until}
        response = await self._of_application(
            application,
            lambda id: self._open(self._request("GET", f"/applications/{id}/impact", asked, headers=LINES)),
        )
        async for dataset in self._lines(answers.ReachedDataset, response):
            yield dataset

    async def jobs(
        self,
        *,
        application: str | None = None,
        status: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.JobItem]:
        """Return jobs, of one application or of all, in the order of their keys."""
        page = answers.Page[answers.JobItem]
        return await self._get(page, "/jobs", application=application, status=status, cursor=cursor, limit=limit)

    async def job_counts(self, application: str | None = None) -> answers.JobCounts:
        """Return how many jobs there are of each status, of one application or of all."""
        return await self._get(answers.JobCounts, "/jobs:countByStatus", application=application)

    async def _of_application(self, name: str, ask: Callable[[str], Awaitable[T]]) -> T:
        """Ask about an application by the first of its possible public ids that is there."""
        for id in application_ids(name):
            try:
                return await ask(id)
            except NotFound:
                continue
        raise NotFound("application", name)
