"""Messages in, and the desk of those that were refused."""

from collections.abc import Iterable, Iterator

from lineage import intake
from lineage.graph import desk
from lineage.intake import Piece
from lineage.model import answers
from lineage.service.base import Base


class Messages(Base):
    """The verbs of messages."""

    def ingest(self, pieces: Iterable[Piece]) -> Iterator[answers.Receipt]:
        """Write messages in batches and yield a receipt for each, in their order, when its batch is committed.

        A refused message is kept on the desk before its receipt is given.
        """
        return intake.ingest(self.database, self.context, self.settings, pieces, self.journal)

    def rejected(
        self, *, code: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.Rejected]:
        """Return refused messages, the oldest first."""
        return desk.listing(self.database, code=code, cursor=cursor, limit=limit)

    def rejected_message(self, key: str) -> tuple[answers.Rejected, bytes]:
        """Return a refused message and its bytes."""
        return desk.one(self.database, key)

    def replay(self, key: str) -> answers.Receipt:
        """Try a refused message again; accepted, it leaves the desk."""
        rejected, body = desk.one(self.database, key)
        return next(self.ingest([Piece(body, rejected.sender, rejected.sent_at)]))

    def replay_all(self, code: str | None = None) -> Iterator[answers.Receipt]:
        """Try every refused message again, the oldest first; `code` takes only one reason."""
        keys = list(self._rejected_keys(code))
        for key in keys:
            yield self.replay(key)

    def _rejected_keys(self, code: str | None) -> Iterator[str]:
        cursor = None
        while True:
            page = self.rejected(code=code, cursor=cursor, limit=1000)
            yield from (item.key for item in page.items)
            if page.next is None:
                return
            cursor = page.next
