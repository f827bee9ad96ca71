"""Questions about several datasets, and about where one goes back to and ends."""

from collections.abc import Sequence

from lineage.errors import InvalidField, NamesNotFound
from lineage.graph import relations
from lineage.model import answers
from lineage.service.base import Base

STARTS_MIN, STARTS_MAX = 2, 20


class Relations(Base):
    """The verbs that relate datasets to one another."""

    def common(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        cursor: str | None = None,
        limit: int = 100,
    ) -> answers.Common:
        """Return what several datasets all come from, or what comes from all of them, nearest first.

        A dataset that the others come from is itself in common. Raises InvalidField for fewer than 2 different
        datasets or more than 20, NamesNotFound with those that do not exist.
        """
        ids = {self.id_of(name): name for name in names}
        if not STARTS_MIN <= len(ids) <= STARTS_MAX:
            raise InvalidField("dataset", list(names), f"{STARTS_MIN} to {STARTS_MAX} different datasets")
        found = relations.common(self.database, direction, list(ids), steps_max=steps, cursor=cursor, limit=limit)
        self.all_found(ids, found.starts)
        return found

    def roots(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends:
        """Return the datasets that a dataset goes back to and that nothing produced, nearest first."""
        return self.of_dataset(name, lambda id: relations.ends(self.database, "roots", id, cursor=cursor, limit=limit))

    def products(self, name: str, *, cursor: str | None = None, limit: int = 100) -> answers.Ends:
        """Return the datasets that were derived from a dataset and that nothing read, nearest first."""
        return self.of_dataset(
            name, lambda id: relations.ends(self.database, "products", id, cursor=cursor, limit=limit)
        )

    def differences(self, left: str, right: str, *, steps: int | None = None) -> answers.Differences:
        """Return what differs between how two datasets were made, going up from both.

        Raises NamesNotFound with those that do not exist.
        """
        ids = {self.id_of(name): name for name in (left, right)}
        try:
            return relations.differences(
                self.database, self.id_of(left), self.id_of(right), steps_max=steps, units=self.units
            )
        except NamesNotFound as error:
            raise NamesNotFound("dataset", [ids[id] for id in error.facts["names"]]) from error
