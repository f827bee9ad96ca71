"""Publications in, publications and what their reports are made from out."""

import json
from collections.abc import Mapping
from typing import Any

from lineage.errors import InvalidField
from lineage.graph import publications, read
from lineage.intake import Piece
from lineage.model import answers
from lineage.model.clock import now
from lineage.model.doi import doi_of
from lineage.service.messages import Messages

NODES_MAX = 10_000


class Publications(Messages):
    """The verbs of publications."""

    def put_publication(
        self, doi: str, said: Mapping[str, Any], sender: str = "put", *, sent_at: str | None = None
    ) -> answers.Receipt:
        """Say all of a publication: the JSON form without ``type`` and ``doi``. The same again changes nothing of it.

        `sent_at` orders what is said of one DOI, ISO 8601 in UTC with microseconds; None takes now.
        """
        body = json.dumps({**said, "type": "publication", "doi": doi}, ensure_ascii=False).encode()
        return next(self.ingest([Piece(body, sender, sent_at or now())]))

    def publication(self, doi: str) -> answers.Publication:
        """Return a publication; raises NotFound."""
        return publications.publication(self.database, _doi(doi), limit=NODES_MAX)

    def report(self, name: str, *, limit: int = NODES_MAX) -> answers.Report:
        """Return what the lineage report of a DOI, a dataset or an investigation (``NAME@INSTRUMENT``) is made from.

        `limit` is how many datasets, and how many datasets and jobs up and down from them, it tells of at most.
        Raises NotFound.
        """
        return publications.report(self.database, lambda: self._members(name, limit), self.units, limit=limit)

    def _members(self, name: str, limit: int) -> tuple[str, answers.Publication | None, list[answers.DatasetRef], int]:
        if doi := doi_of(name):
            held = publications.publication(self.database, doi, limit=limit)
            return doi, held, held.datasets, held.datasets_count
        if "@" in name and "/" not in name and ":" not in name:
            key = name.lower()
            return key, None, *publications.of_investigation(self.database, key, limit=limit)
        found = self.of_dataset(name, lambda id: read.dataset(self.database, id, self.units))
        reference = answers.DatasetRef(**{field: getattr(found, field) for field in answers.DatasetRef.model_fields})
        return found.location, None, [reference], 1


def _doi(text: str) -> str:
    found = doi_of(text)
    if found is None:
        raise InvalidField("doi", text, "a DOI, as 10.15151/ESRF-DC-1")
    return found
