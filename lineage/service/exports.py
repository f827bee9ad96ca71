"""Provenance: what reports and files for others are made from."""

from collections.abc import Sequence

from lineage.graph import provenance
from lineage.model import answers
from lineage.service.base import Base


class Exports(Base):
    """The verb that gives lineage to others; `lineage.report` writes files of it."""

    def provenance(
        self,
        names: Sequence[str],
        direction: answers.Direction = "ancestors",
        *,
        steps: int | None = None,
        limit: int = 1000,
    ) -> answers.Provenance:
        """Return the nearest `limit` datasets and jobs up or down from some datasets, with all that is known of them.

        Raises NamesNotFound with those that do not exist.
        """
        ids = {self.id_of(name): name for name in names}
        found = provenance.provenance(self.database, direction, list(ids), self.units, steps_max=steps, limit=limit)
        self.all_found(ids, found.starts)
        return found
