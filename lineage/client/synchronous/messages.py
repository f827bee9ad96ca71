# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""Messages in, and the desk of those that were refused."""

from collections.abc import Iterable, Iterator

import httpx2

from lineage.client import failures
from lineage.client.loads import LINES, Load, Message, loads, refusal
from lineage.client.names import message_key
from lineage.client.synchronous.base import Base
from lineage.errors import BodyTooLarge, LineageError, MessageError, ServerFailed, TooManyMessages
from lineage.model import answers

WRITE_TIMEOUT_S = 330
"""A batch may be written for LINEAGE_WRITE_TIMEOUT_S, and nothing is heard meanwhile."""


class Messages(Base):
    """The verbs of messages."""

    def ingest(self, messages: Iterable[Message]) -> Iterator[answers.Receipt]:
        """Send messages and yield a receipt for each, in their order, as their batches are committed.

        What fits a line goes as JSON Lines, a thousand a request; the rest one by one. A refused message spoils no
        other, and to send one again is safe.
        """
        for load in loads(messages):
            yield from self._load(load)

    def _load(self, load: Load) -> Iterator[answers.Receipt]:
        if load.media_type != LINES:
            for receipt in self._one(load):
                yield receipt
            return
        try:
            response = self._posted(load)
        except BodyTooLarge:  # of one line; nothing of the request was taken
            for alone in load.one_by_one():
                for receipt in self._one(alone):
                    yield receipt
            return
        count = 0
        for receipt in self._lines(answers.Receipt, response):
            count += 1
            yield receipt
        if count != len(load.bodies):
            raise ServerFailed(self.url, 200, f"{count} receipts for {len(load.bodies)} messages")

    def _one(self, load: Load) -> list[answers.Receipt]:
        """Send one message; bytes that are several to the server have several receipts."""
        try:
            response = self._whole(self._posted(load))
        except (MessageError, BodyTooLarge, TooManyMessages) as error:
            return [refusal(error, load.bodies[0])]
        items = failures.parsed(response.content).get("items")
        if isinstance(items, list):
            return [answers.Receipt.model_validate(item) for item in items]
        return [failures.answer_of(answers.Receipt, self.url, response)]

    def _posted(self, load: Load) -> httpx2.Response:
        request = self._request(
            "POST",
            "/messages",
            headers={"Content-Type": load.media_type},
            content=load.content,
            timeout_s=WRITE_TIMEOUT_S,
        )
        return self._open(request, is_repeatable=True)

    def rejected(
        self, *, code: str | None = None, cursor: str | None = None, limit: int = 100
    ) -> answers.Page[answers.Rejected]:
        """Return refused messages, the oldest first."""
        return self._get(answers.Page[answers.Rejected], "/rejected", code=code, cursor=cursor, limit=limit)

    def rejected_message(self, key: str) -> tuple[answers.Rejected, bytes]:
        """Return a refused message and its bytes; the beginning of a key is enough."""
        found = self._get(answers.Rejected, f"/rejected/{message_key(key)}")
        response = self._whole(self._open(self._request("GET", f"/rejected/{found.key}/body")))
        return found, response.content

    def replay(self, key: str) -> answers.Receipt:
        """Try a refused message again; accepted, it leaves the desk."""
        try:
            return self._answer(answers.Receipt, "POST", f"/rejected/{message_key(key)}:replay")
        except LineageError as error:
            if "key" not in error.facts:
                raise
            return refusal(error)
