"""Publications, and what their reports are made from."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from lineage.client import failures
from lineage.client.asynchronous.base import Base
from lineage.errors import InvalidField
from lineage.model import answers
from lineage.model.doi import doi_of


class Publications(Base):
    """The verbs of publications."""

    async def put_publication(self, doi: str, said: Mapping[str, Any]) -> answers.Receipt:
        """Say all of a publication: the JSON form without ``type`` and ``doi``; sent again it does no harm."""
        content = json.dumps(dict(said)).encode()
        headers = {"Content-Type": "application/json"}
        response = await self._open(self._request("PUT", _path(doi), headers=headers, content=content))
        return failures.answer_of(answers.Receipt, self.url, await self._whole(response))

    async def publication(self, doi: str) -> answers.Publication:
        """Return a publication; raises NotFound."""
        return await self._get(answers.Publication, _path(doi))

    async def report(self, name: str, *, limit: int = 10_000) -> answers.Report:
        """Return what the lineage report of a DOI, a dataset or an investigation is made from; raises NotFound."""
        return await self._get(answers.Report, "/report", name=name, limit=limit)


def _path(doi: str) -> str:
    known = doi_of(doi)
    if known is None:
        raise InvalidField("doi", doi, "a DOI, as 10.15151/ESRF-DC-1")
    return f"/dois/{quote(known, safe='/')}"
