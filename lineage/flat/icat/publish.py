"""From wanted datasets to ICAT: look, compare, write what differs; what is lost on the way is found the next time."""

from collections.abc import Iterable
from itertools import islice

from lineage.flat.icat.client import Client
from lineage.flat.icat.create import create
from lineage.flat.icat.jobs import KEY_TYPE, Jobs
from lineage.flat.icat.resolve import resolved
from lineage.flat.icat.soft_links import SoftLinks
from lineage.flat.icat.types import needed
from lineage.flat.icat.wanted import Options, Report, WantedDataset

CHUNK = 100
"""Datasets that are compared at once."""


def publish(client: Client, wanted: Iterable[WantedDataset], options: Options) -> Report:
    """Bring ICAT to what is wanted of some datasets, and say what was done; done again, it writes nothing.

    Raises IcatUnseen, IcatVersionUnknown, IcatForbidden or IcatUnavailable; what was written until then stays, and is
    found as such the next time.
    """
    report = Report()
    client.check()
    types = list(options.types) if "soft-links" in options.modes else []
    if "jobs" in options.modes:
        types.append(KEY_TYPE)
    there = needed(client, types, options, report)
    key = there.pop(KEY_TYPE.name, None)
    links, jobs = SoftLinks(client, there, options, report), key and Jobs(client, key, options, report)
    rest = iter(wanted)
    while chunk := list(islice(rest, CHUNK)):
        known = found(client, chunk, options, report)
        if "soft-links" in options.modes:
            links.write(known)
        if jobs:
            jobs.write(known)
            jobs.wait(set(chunk) - set(known.values()))
    return report


def found(client: Client, chunk: list[WantedDataset], options: Options, report: Report) -> dict[int, WantedDataset]:
    """Return the datasets that ICAT knows, or gets to know, by their ids; the others wait."""
    known, missing = resolved(client, chunk, options, report)
    unknown = [one for one in missing if not one.is_gone]
    if options.create_datasets and unknown:
        made = create(client, unknown, options, report)
        known |= made
        unknown = [one for one in unknown if one not in set(made.values())]
    report.waiting_datasets += len(unknown)
    report.again |= {one.location for one in unknown if one.icat_id is not None}
    return known
