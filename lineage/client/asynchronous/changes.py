"""Changes by hand: what no message says."""

from lineage.client.asynchronous.base import Base
from lineage.model import answers


class Changes(Base):
    """The verbs that change one dataset on somebody's word."""

    async def retire(
        self, name: str, reason: str, *, retire_used: bool = False, only_show: bool = False
    ) -> answers.Retirement:
        """Mark a dataset as gone from disk; it stays in every chain with the mark.

        Raises StillUsed, with the list, when datasets were derived from it and `retire_used` does not say so.
        """
        asked = {"reason": reason, "retire_used": retire_used, "dry_run": only_show}
        return await self._of_dataset(
            name, lambda id: self._answer(answers.Retirement, "DELETE", f"/datasets/{id}", **asked)
        )

    async def restore(self, name: str) -> answers.Dataset:
        """Take the mark of a retirement away again."""
        return await self._of_dataset(name, lambda id: self._answer(answers.Dataset, "POST", f"/datasets/{id}:restore"))
