"""Many datasets in one question."""

from collections.abc import Sequence

from lineage.graph import many
from lineage.model import answers
from lineage.model.doi import doi_of
from lineage.service.base import Base


class Many(Base):
    """The verbs that take many names at once."""

    def many_datasets(self, names: Sequence[str]) -> answers.ManyDatasets:
        """Return what each name stands for: the id or location of a dataset, or the DOI of a publication."""
        return many.datasets(self.database, [self._wanted(name) for name in names], self.units)

    def _wanted(self, name: str) -> tuple[str, str | None, str | None]:
        doi = doi_of(name)
        return (name, None, doi) if doi else (name, self.id_of(name), None)

    def closures(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.Closures:
        """Return what each of several datasets comes from, or what comes from it, every node once.

        Raises NamesNotFound with those that do not exist.
        """
        ids = {self.id_of(name): name for name in names}
        found = many.closures(self.database, direction, list(ids), steps_max=steps, limit=limit)
        self.all_found(ids, found.starts)
        return found
