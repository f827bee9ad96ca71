"""Questions about applications: what they produced, and all that was made from it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

from lineage.graph import production, read
from lineage.graph.production import Span
from lineage.model import answers
from lineage.model.names import application_ids
from lineage.service import period
from lineage.service.base import Base

T = TypeVar("T")

CHUNK = 1000


class Production(Base):
    """The verbs that ask about applications. One is named by its id, its key, or its name and version."""

    def produced(
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
        span = self._span(since, until, status)
        return self._of_application(
            application, lambda ids: production.produced(self.database, ids, span, cursor=cursor, limit=limit)
        )

    def impact(
        self,
        application: str,
        *,
        since: str | None = None,
        until: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Impact:
        """Return what an application produced and all that was derived from it: counts, and a page of it.

        Every page walks anew.
        """
        return production.impact(self._reach(application, since, until), cursor=cursor, limit=limit)

    def impact_members(
        self, application: str, *, since: str | None = None, until: str | None = None, cursor: str | None = None
    ) -> Iterator[list[answers.ReachedDataset]]:
        """Yield all that `impact` pages through, in chunks, from one walk."""
        rest = self._reach(application, since, until).rest(cursor)
        while chunk := list(islice(rest, CHUNK)):
            yield chunk

    def jobs(
        self,
        *,
        application: str | None = None,
        status: str | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.JobItem]:
        """Return jobs, of one application or of all, in the order of their keys."""
        if application is None:
            return read.jobs(self.database, status=status, cursor=cursor, limit=limit)
        return self._of_application(
            application,
            lambda ids: production.jobs(self.database, ids, status=status, cursor=cursor, limit=limit),
        )

    def job_counts(self, application: str | None = None) -> answers.JobCounts:
        """Return how many jobs there are of each status, of one application or of all."""
        if application is None:
            return production.job_counts(self.database, None)
        return self._of_application(application, lambda ids: production.job_counts(self.database, ids))

    def _reach(self, application: str, since: str | None, until: str | None) -> production.Reach:
        span = self._span(since, until)
        return self._of_application(application, lambda ids: production.reach(self.database, ids, span))

    def _of_application(self, name: str, ask: Callable[[list[str]], T]) -> T:
        return self.renamed("application", name, lambda: ask(application_ids(name)))

    def _span(self, since: str | None, until: str | None, status: str | None = None) -> Span:
        zone = self.context.time_zone
        return Span(
            since=None if since is None else period.beginning("since", since, zone),
            until=None if until is None else period.end("until", until, zone),
            status=status,
        )
