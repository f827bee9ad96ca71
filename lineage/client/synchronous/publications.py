# made by scripts/make_client.py of the file of this name in asynchronous; not to be edited
"""Publications, and what their reports are made from."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from lineage.client import failures
from lineage.client.synchronous.base import Base
from lineage.errors import InvalidField
from lineage.model import answers
from lineage.model.doi import doi_of


class Publications(Base):
    """The verbs of publications."""

    def put_publication(self, doi: str, said: Mapping[str, Any]) -> answers.Receipt:
        """Say all of a publication: the JSON form without ``type`` and ``doi``; sent again it does no harm."""
        content = json.dumps(dict(said)).encode()
        headers = {"Content-Type": "application/json"}
        response = self._open(self._request("PUT", _path(doi), headers=headers, content=content))
        return failures.answer_of(answers.Receipt, self.url, self._whole(response))

    def publication(self, doi: str) -> answers.Publication:
        """Return a publication; raises NotFound."""
        return self._get(answers.Publication, _path(doi))

    def report(self, name: str, *, limit: int = 10_000) -> answers.Report:
        """Return what the lineage report of a DOI, a dataset or an investigation is made from; raises NotFound."""
        return self._get(answers.Report, "/report", name=name, limit=limit)


def _path(doi: str) -> str:
    known = doi_of(doi)
    if known is None:
        raise InvalidField("doi", doi, "a DOI, as 10.15151/ESRF-DC-1")
    return f"/dois/{quote(known, safe='/')}"
