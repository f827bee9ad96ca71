"""Repairs what a comparison has found: exactly the datasets that differ go through the writer."""

from collections.abc import Collection, Iterable, Iterator

from lineage.flat.icat.client import Client
from lineage.flat.icat.collections import KEY_TYPE
from lineage.flat.icat.jpql import listed, literal
from lineage.flat.icat.publish import publish
from lineage.flat.icat.reconcile import Different, orphaned
from lineage.flat.icat.wanted import Options, Report, WantedDataset

IDS = 200


def repair(client: Client, different: Iterable[Different], options: Options) -> Report:
    """Write what differs, and take away the Jobs of ours that a deletion has emptied; raises what the writer raises."""
    report = publish(client, map(wanted, different), options)
    client.delete("DataCollection", _ours(client, orphaned(client)))
    return report


def wanted(one: Different) -> WantedDataset:
    """Return what a dataset is to hold; of one that the graph does not know all that is ours is taken away."""
    row = one.row
    if row is None:
        return WantedDataset(one.location, one.id, None, None, None, is_gone=True)
    return WantedDataset(row.location, one.id, row.investigation, row.instrument, row.name, row.parameters)


def _ours(client: Client, jobs: Collection[int]) -> Iterator[int]:
    """Yield the collections of those Jobs that have our key; a Job goes with its collections."""
    rest = sorted(jobs)
    for start in range(0, len(rest), IDS):
        ids = listed(rest[start : start + IDS])
        for side in ("inputDataCollection", "outputDataCollection"):
            yield from client.query(
                f"SELECT DISTINCT c.id FROM Job j JOIN j.{side} c JOIN c.parameters p "
                f"WHERE p.type.name = {literal(KEY_TYPE.name)} AND j.id IN {ids}"
            )
