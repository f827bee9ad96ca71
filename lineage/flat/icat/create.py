"""Creates datasets that the graph knows and ICAT does not, where that is asked for.

The investigation must be there: the one of the name, and where there are several, the one at the instrument. A name
that another dataset of the investigation has gets a mark (see `resolve.names_of`), since ICAT refuses a second one.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from lineage.flat.icat import resolve
from lineage.flat.icat.arrays import ARRAY, Step, settle
from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import literal
from lineage.flat.icat.wanted import Change, Options, Report, WantedDataset

TYPES = {False: "acquisition", True: "processed"}


def create(
    client: Client, wanted: Sequence[WantedDataset], options: Options, report: Report
) -> dict[int, WantedDataset]:
    """Create datasets, and return them by their ids; in a dry run they are counted alone.

    Those that nobody announced have no investigation, and go on waiting.
    """
    wanted = [one for one in wanted if one.investigation]
    investigations = {one: _investigation(client, one) for one in wanted}
    types = resolve.types_of(client, TYPES.values())
    possible = []
    for one in wanted:
        if reason := _trouble(client, one, investigations[one], types):
            report.refuse(one.location, "Dataset", reason)
        else:
            possible.append(one)

    def look(some: Sequence[WantedDataset]) -> list[Step[WantedDataset]]:
        there = resolve.by_name(client, some, options)
        missing = [one for one in some if one not in there]
        names = _names(client, missing, {one: investigations[one] for one in missing})
        return [Step(one, _element(one, names[one], investigations[one], types)) for one in missing]

    if not options.is_dry_run:
        for start in range(0, len(possible), ARRAY):
            settle(
                client,
                possible[start : start + ARRAY],
                look,
                lambda one, reason: report.refuse(one.location, "Dataset", reason),
            )
    made = {} if options.is_dry_run else resolve.by_name(client, possible, options)
    report.counts["Dataset created"] += len(possible) if options.is_dry_run else len(made)
    for one in possible if options.is_dry_run else made:
        options.tell(Change(one.location, "Dataset", None, one.name))
    return {id: one for one, id in made.items()}


def _investigation(client: Client, wanted: WantedDataset) -> int | None:
    if not wanted.investigation or not resolve.is_askable(wanted.investigation):
        return None
    condition = f"i.facility.id = {client.facility_id} AND i.name IN {resolve.spellings(wanted.investigation)}"
    found = client.query(f"SELECT i.id FROM Investigation i WHERE {condition}")
    if len(found) > 1 and wanted.instrument and resolve.is_askable(wanted.instrument):
        found = client.query(
            "SELECT i.id FROM Investigation i JOIN i.investigationInstruments ii "
            f"WHERE {condition} AND LOWER(ii.instrument.name) = {literal(wanted.instrument.lower())}"
        )
    return int(found[0]) if len(found) == 1 else None


def _trouble(client: Client, wanted: WantedDataset, investigation: int | None, types: dict[str, int]) -> str | None:
    if investigation is None:
        return f"its investigation {wanted.investigation!r} is not in ICAT, or not one alone"
    if TYPES[wanted.is_processed] not in types:
        return f"the DatasetType {TYPES[wanted.is_processed]} is not in ICAT"
    if len(wanted.location) > client.traits.location_chars_max:
        return f"its location has more than {client.traits.location_chars_max} characters"
    if not resolve.is_askable(resolve.names_of(wanted)[0]):
        return "its name is empty or holds a control character"
    return None


def _names(
    client: Client, wanted: Sequence[WantedDataset], investigations: dict[WantedDataset, int | None]
) -> dict[WantedDataset, str]:
    """Return a free name for each; upper and lower case are one, as they are in some databases."""
    by_investigation: defaultdict[int | None, list[WantedDataset]] = defaultdict(list)
    for one in wanted:
        by_investigation[investigations[one]].append(one)
    names = {}
    for investigation, several in by_investigation.items():

        def ask(some: str, investigation: int | None = investigation) -> str:
            return (
                f"SELECT d.name FROM Dataset d WHERE d.investigation.id = {investigation} AND LOWER(d.name) IN {some}"
            )

        taken = {name.lower() for name in client.lookup(ask, {resolve.names_of(one)[0].lower() for one in several})}
        for one in several:
            plain, marked = resolve.names_of(one)
            names[one] = marked if plain.lower() in taken else plain
            taken.add(names[one].lower())
    return names


def _element(wanted: WantedDataset, name: str, investigation: int | None, types: dict[str, int]) -> dict[str, Any]:
    return {
        "Dataset": {
            "investigation": {"id": investigation},
            "type": {"id": types[TYPES[wanted.is_processed]]},
            "name": name,
            "location": wanted.location,
            "complete": True,
        }
    }
