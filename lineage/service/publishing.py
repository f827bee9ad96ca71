"""Publishing as long as a server runs, and how that goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from lineage.model import answers
from lineage.service.icat import Icat
from lineage.service.publisher import Publisher


class Publishing(Icat):
    """The verbs of publishing again and again."""

    _publisher: Publisher | None = None

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Publish into ICAT in a thread until the end of the block, where the settings say how often.

        Raises SettingsError at once when one is missing; what ICAT says is for `publisher` to tell.
        """
        interval_s = self.settings.icat_interval_s
        if interval_s is None:
            yield
            return
        self.icat().close()
        self._publisher = Publisher(lambda is_over: self.publish_icat(is_over=is_over), interval_s)
        self._publisher.start()
        try:
            yield
        finally:
            self._publisher.stop()

    def publisher(self) -> answers.Publisher | None:
        """Tell how the publications of this process go; None where it does not publish by itself."""
        return self._publisher.state if self._publisher else None
