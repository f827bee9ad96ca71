"""Changes by hand: what no message says."""

import json

from lineage.errors import StillUsed
from lineage.graph import read, write
from lineage.journal import RESTORE, RETIRE, Entry, Fate
from lineage.model import answers
from lineage.model.clock import now
from lineage.service.base import Base

USED_BY_SHOWN = 100


class Changes(Base):
    """The verbs that change one dataset on somebody's word."""

    def retire(
        self, name: str, reason: str, *, retire_used: bool = False, only_show: bool = False
    ) -> answers.Retirement:
        """Mark a dataset as gone from disk; it stays in every chain with the mark.

        Raises StillUsed, with the list, when datasets were derived from it and `retire_used` does not say so.
        """
        id = self.id_of(name)
        found = self.renamed("dataset", name, lambda: read.used_by(self.database, id, USED_BY_SHOWN))
        if not only_show:
            if found["used_count"] and not retire_used:
                raise StillUsed(found["location"], found["used_count"], found["used_by"])
            found["state"] = self._mark(id, found["location"], reason)
        return answers.Retirement(**found, is_done=not only_show, as_of=read.change(self.database))

    def restore(self, name: str) -> answers.Dataset:
        """Take the mark of a retirement away again."""
        id = self.id_of(name)
        found = self.renamed("dataset", name, lambda: read.used_by(self.database, id, USED_BY_SHOWN))
        self._mark(id, found["location"], None)
        return self.of_dataset(name, lambda id: read.dataset(self.database, id, self.units))

    def _mark(self, id: str, location: str, reason: str | None) -> str:
        """Retire, or with `reason` None restore, by way of the journal; return the state afterwards."""
        at = now()
        if self.journal is None:
            return write.retire(self.database, id, reason, at=at)[0]
        said = {"location": location} if reason is None else {"location": location, "reason": reason}
        kind = RESTORE if reason is None else RETIRE
        batch = self.journal.append([Entry(kind, json.dumps(said).encode(), "", at, at)])
        state, change = write.retire(self.database, id, reason, at=at)
        self.journal.committed(batch, change, [Fate(change)])
        return state
