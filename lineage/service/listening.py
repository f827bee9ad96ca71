"""Messages from brokers: the feed, and what the consumers of this machine tell of themselves."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from lineage.errors import SettingsError
from lineage.feed import Feed, consumers
from lineage.model import answers
from lineage.service.base import Base

AGAIN_S = 5

log = logging.getLogger(__name__)


class Listening(Base):
    """The verbs of the live feed."""

    def feed(self) -> Feed:
        """Return a consumer of the brokers in the settings, not yet running; raises SettingsError without any."""
        if not self.settings.brokers:
            raise SettingsError("LINEAGE_BROKERS", "is not set; name the brokers to listen to, such as host:61613")
        return Feed(self.database, self.context, self.settings, self.journal)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Consume in a thread until the end of the block, where the settings name brokers."""
        if not self.settings.brokers:
            yield
            return
        is_over = Event()
        feeds: list[Feed] = []
        thread = Thread(target=self._listen, args=(feeds, is_over), name="feed")
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            for feed in feeds:
                feed.stop()
            thread.join()

    def _listen(self, feeds: list[Feed], is_over: Event) -> None:
        """Consume until it is over; a fault of ours ends one feed, and what it had is delivered to the next one."""
        while not is_over.is_set():
            feeds[:] = [self.feed()]
            try:
                if not is_over.is_set():
                    feeds[0].run()
            except Exception:
                log.exception("the feed has failed; another one is started")
                is_over.wait(AGAIN_S)

    def consumers(self) -> answers.Consumers:
        """Return the consumers that run on this machine with this data folder, the oldest first."""
        return answers.Consumers(items=consumers(self.settings))
