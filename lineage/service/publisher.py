"""Publishing again and again, in a thread beside the server."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from lineage.errors import LineageError
from lineage.model import answers
from lineage.model.clock import now
from lineage.service.icat import Stopped

Publish = Callable[[Event], answers.Published]
"""Publishes once; raises Stopped soon after the event is set."""

log = logging.getLogger(__name__)


class Publisher:
    """Calls `publish` at once, and then each time `interval_s` after the last call has ended, until it is stopped.

    A failure is kept, logged and left behind: the next time goes on where the position stands.
    """

    def __init__(self, publish: Publish, interval_s: float) -> None:
        self._publish = publish
        self._is_over = Event()
        self._thread = Thread(target=self._run, name="publish")
        self.state = answers.Publisher(interval_s=interval_s, is_at_work=False)

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End; a publication that is under way ends where it can be taken up again."""
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_over.is_set():
            self._tell(is_at_work=True)
            try:
                found = self._publish(self._is_over)
            except Stopped:
                return
            except LineageError as error:
                log.warning("nothing was published: %s", error.message)
                self._tell(is_at_work=False, failed_at=now(), error=error.message)
            except Exception:
                log.exception("a publication has failed; another one is tried")
                self._tell(is_at_work=False, failed_at=now(), error="an error that nobody foresaw; the log tells it")
            else:
                self._succeeded(found)
            self._is_over.wait(self.state.interval_s)

    def _succeeded(self, found: answers.Published) -> None:
        self._tell(
            is_at_work=False,
            succeeded_at=now(),
            as_of=found.as_of,
            waiting_datasets=found.waiting_datasets,
            waiting_since=found.waiting_since,
            waiting_jobs=found.waiting_jobs,
            refused_count=found.refused_count,
            error=None,
        )

    def _tell(self, **facts: object) -> None:
        self.state = self.state.model_copy(update=facts)
