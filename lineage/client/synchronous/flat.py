# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""The flat view: one row a dataset, as a file."""

from collections.abc import Iterator

import httpx2

from lineage.client import failures
from lineage.client.synchronous.base import Base
from lineage.model.flat import FormatName


class Flat(Base):
    """The verb of the flat view."""

    def flat_file(
        self,
        form: FormatName = "csv",
        *,
        investigation: str | None = None,
        since: int | None = None,
        where: str | None = None,
    ) -> Iterator[bytes]:
        """Yield the pieces of a file of rows as they come and in flat memory; the end in the middle is raised.

        `investigation` is a name, for those of that name at all instruments, or NAME@INSTRUMENT; `since` the number of
        a change, for rows that may differ from what they were then; `where` an expression of a search, beside none of
        these.
        """
        asked = {"format": form, "investigation": investigation, "since": since, "q": where}
        response = self._open(self._request("GET", "/flat", asked))
        try:
            yield from response.iter_bytes()
        except httpx2.RequestError as error:
            raise failures.unavailable(self.url, error) from error
        finally:
            response.close()
