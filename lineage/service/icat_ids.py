"""The ids of datasets in ICAT: ESRF's messages carry none, so ICAT is asked for them.

An id is learned as a message: it goes through the journal, and its rules are those of any other message.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lineage.flat.icat.wanted import Options, Report, WantedDataset
from lineage.graph import icat as graph
from lineage.intake import Piece
from lineage.service.messages import Messages

if TYPE_CHECKING:
    from lineage.flat.icat.client import Client

CHUNK = 100
"""Datasets that are asked for at once."""

SENDER = "icat"
"""Whom the messages come from that tell the graph its ids."""


@dataclass(frozen=True, slots=True)
class Learned:
    """How many ids were found, since when the oldest dataset without one waits, and what came of the search."""

    count: int
    waiting_since: str | None
    report: Report


class IcatIds(Messages):
    """The verb that learns ids."""

    def learn_icat_ids(
        self, client: "Client", options: Options, investigation: str | None, step: Callable[[int], None]
    ) -> Learned:
        """Find the ids of datasets that the graph does not know them of, and tell the graph; not in a dry run.

        `step` is told how many more are looked up, and may end it by raising.
        """
        from lineage.flat.icat.publish import found  # noqa: PLC0415 - no other verb needs HTTP

        report, found_ids, oldest = Report(), 0, None
        for page in graph.unknown(self.database, investigation):
            for start in range(0, len(page), CHUNK):
                chunk = page[start : start + CHUNK]
                step(len(chunk))
                known = found(client, [_unknown(one) for one in chunk], options, report)
                ids = {dataset.location: id for id, dataset in known.items()}
                found_ids += len(ids) if options.is_dry_run else self._bind(ids, report)
                ages = [one["since"] for one in chunk if one["since"] and one["location"] not in ids]
                oldest = min(filter(None, (oldest, *ages)), default=None)
        return Learned(found_ids, oldest, report)

    def _bind(self, ids: Mapping[str, int], report: Report) -> int:
        """Tell the graph the ids of datasets in ICAT, by location, and return how many it has learned."""
        if not ids:
            return 0
        owners = graph.owners(self.database, ids.values())
        free = {}
        for location, id in ids.items():
            if id in owners:  # known to be refused: the desk need not keep it each time anew
                report.refuse(location, "Dataset", f"the dataset {owners[id]} has its id {id} in the graph")
            else:
                free[location] = id
        pieces = [Piece(_identity(location, id), SENDER) for location, id in free.items()]
        receipts = list(self.ingest(pieces))
        for location, receipt in zip(free, receipts, strict=True):
            if receipt.status == "rejected":
                report.refuse(location, "Dataset", receipt.message or "")
        return sum(receipt.status != "rejected" for receipt in receipts)


def _identity(location: str, icat_id: int) -> bytes:
    return json.dumps({"type": "identity", "location": location, "icat_id": icat_id}).encode()


def _unknown(one: dict[str, str | None]) -> WantedDataset:
    return WantedDataset(
        one["location"] or "",
        None,
        one["investigation"],
        one["instrument"],
        one["name"],
        is_processed=one["kind"] == "processed",
    )
