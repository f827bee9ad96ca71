"""Questions: one thing, lists of things, and walks along the data."""

from collections.abc import Iterable, Iterator
from itertools import chain

from lineage.errors import NotFound
from lineage.graph import around, read, walks
from lineage.model import answers
from lineage.model.location import public_id
from lineage.model.names import is_id
from lineage.service.base import Base


class Questions(Base):
    """The verbs that ask and change nothing."""

    def dataset(self, name: str) -> answers.Dataset:
        """Return one dataset, named by its public id or its location."""
        return self.of_dataset(name, lambda id: read.dataset(self.database, id, self.units))

    def job(self, name: str) -> answers.Job:
        """Return one job, named by its public id or its key."""
        id = name if is_id(name) else public_id(name)
        return self.renamed("job", name, lambda: read.job(self.database, id))

    def application(self, name: str) -> answers.Application:
        """Return one application, named by its public id or its key."""
        id = name if is_id(name) else public_id(name)
        return self.renamed("application", name, lambda: read.application(self.database, id))

    def ancestors(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what a dataset was derived from, nearest first; `steps` None goes back to the beginning."""
        return self._walk("ancestors", name, steps, cursor, limit)

    def descendants(
        self, name: str, *, steps: int | None = None, cursor: str | None = None, limit: int = 1000
    ) -> answers.Trace:
        """Return what was derived from a dataset, nearest first; `steps` None goes to the end."""
        return self._walk("descendants", name, steps, cursor, limit)

    def ancestors_stream(self, name: str, *, steps: int | None = None) -> Iterator[answers.TraceNode]:
        """Yield all that a dataset was derived from, nearest first, as it is read and in flat memory."""
        return chain.from_iterable(part.items for part in self.closure("ancestors", name, steps=steps))

    def descendants_stream(self, name: str, *, steps: int | None = None) -> Iterator[answers.TraceNode]:
        """Yield all that was derived from a dataset, nearest first, as it is read and in flat memory."""
        return chain.from_iterable(part.items for part in self.closure("descendants", name, steps=steps))

    def closure(self, direction: answers.Direction, name: str, *, steps: int | None = None) -> Iterator[answers.Part]:
        """Yield all ancestors or descendants in parts, nearest first, from one walk, in flat memory.

        Raises NotFound before the first part.
        """
        parts = walks.closure(self.database, direction, self.id_of(name), steps_max=steps)
        return chain([self.renamed("dataset", name, lambda: next(parts))], parts)

    def _walk(
        self, direction: answers.Direction, name: str, steps: int | None, cursor: str | None, limit: int
    ) -> answers.Trace:
        return self.of_dataset(
            name,
            lambda id: walks.walk(self.database, direction, id, steps_max=steps, cursor=cursor, limit=limit),
        )

    def graph(
        self,
        name: str,
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.TraceGraph:
        """Return the nearest `limit` nodes up or down from a dataset, and the edges among them."""
        return self.of_dataset(name, lambda id: walks.graph(self.database, direction, id, steps_max=steps, limit=limit))

    def neighbourhood(
        self,
        name: str,
        *,
        up: int = 1,
        down: int = 1,
        nodes_max: int = 300,
        is_grouped: bool = True,
        opened: Iterable[str] = (),
        members_shown: int | None = None,
    ) -> answers.Neighbourhood:
        """Return the graph around a dataset, `up` and `down` in processing steps, like siblings in groups.

        `opened` are ids of groups whose members are wanted one by one, and of members wanted beside their group;
        `members_shown` says of how many members a group tells, None of the usual number.
        """
        return self.of_dataset(
            name,
            lambda id: around.neighbourhood(
                self.database,
                id,
                up=up,
                down=down,
                nodes_max=nodes_max,
                is_grouped=is_grouped,
                opened=opened,
                members_shown=members_shown,
            ),
        )

    def path(self, from_name: str, to_name: str) -> answers.Path:
        """Return the shortest way of the data between two datasets, in either direction."""
        names = {self.id_of(name): name for name in (from_name, to_name)}
        try:
            return walks.path(self.database, self.id_of(from_name), self.id_of(to_name))
        except NotFound as error:
            raise NotFound("dataset", names[error.facts["name"]]) from error

    def datasets(
        self,
        *,
        prefix: str = "",
        kind: answers.Kind | None = None,
        state: answers.State | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Page[answers.DatasetItem]:
        """Return datasets in the order of their locations."""
        return read.datasets(self.database, prefix=prefix, kind=kind, state=state, cursor=cursor, limit=limit)

    def applications(
        self, *, name: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.ApplicationItem]:
        """Return applications in the order of their names and versions."""
        return read.applications(self.database, name=name, cursor=cursor, limit=limit)

    def expected(self, *, cursor: str | None = None, limit: int = 100) -> answers.Page[answers.Expected]:
        """Return datasets that were named and not announced, the longest waiting first."""
        return read.expected(self.database, cursor=cursor, limit=limit)
