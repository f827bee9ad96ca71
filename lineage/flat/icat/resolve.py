"""Which dataset of ICAT is which of ours: by its id, else by investigation and name, and always by location too.

ICAT has no index of locations, so nothing is looked up by location alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import listed
from lineage.flat.icat.wanted import Options, Report, WantedDataset
from lineage.model.location import public_id

NAME_CHARS_MAX = 255
_MARK_CHARS = 8
_FIRST_PRINTABLE = " "


def resolved(
    client: Client, wanted: Sequence[WantedDataset], options: Options, report: Report
) -> tuple[dict[int, WantedDataset], list[WantedDataset]]:
    """Return the datasets that ICAT knows, by their ids there, and those that it does not know.

    An id that ICAT gives to another location is refused. One that is no more in ICAT is looked for by name.
    """
    found: dict[int, WantedDataset] = {}
    rest = [one for one in wanted if one.icat_id is None]
    for one, location in _by_id(client, wanted, options):
        if location is _GONE:
            rest.append(one)
        elif location not in (None, one.location):
            report.refuse(one.location, "Dataset", f"its id {one.icat_id} is that of {location} in ICAT")
        elif one.icat_id is not None:
            found[one.icat_id] = one
    named = by_name(client, rest, options)
    for one, id in named.items():
        found.setdefault(id, one)
    return found, [one for one in rest if one not in named]


_GONE = "gone"


def _by_id(
    client: Client, wanted: Sequence[WantedDataset], options: Options
) -> Iterable[tuple[WantedDataset, str | None]]:
    def ask(ids: str) -> str:
        return f"SELECT d.id, d.location FROM Dataset d WHERE d.id IN {ids}"

    ids = sorted({one.icat_id for one in wanted if one.icat_id is not None})
    there = {id: options.location_of(location) for id, location in client.lookup(ask, ids)}
    return [(one, there.get(one.icat_id, _GONE)) for one in wanted if one.icat_id is not None]


def by_name(client: Client, wanted: Sequence[WantedDataset], options: Options) -> Mapping[WantedDataset, int]:
    """Return the ids of datasets that are found by investigation and name, and are at the wanted location."""
    by_investigation: defaultdict[str, list[WantedDataset]] = defaultdict(list)
    for one in wanted:
        if one.investigation and is_askable(one.investigation):
            by_investigation[one.investigation].append(one)
    found: dict[WantedDataset, int] = {}
    for investigation, several in by_investigation.items():
        found |= _in_investigation(client, investigation, several, options)
    return found


def _in_investigation(
    client: Client, investigation: str, wanted: Sequence[WantedDataset], options: Options
) -> dict[WantedDataset, int]:
    def ask(names: str) -> str:
        return (
            "SELECT d.id, d.location FROM Dataset d "
            f"WHERE d.investigation.facility.id = {client.facility_id} "
            f"AND d.investigation.name IN {spellings(investigation)} AND d.name IN {names} ORDER BY d.id"
        )

    names = sorted({name for one in wanted for name in names_of(one) if is_askable(name)})
    there = {options.location_of(location): id for id, location in reversed(client.lookup(ask, names))}
    return {one: there[one.location] for one in wanted if one.location in there}


def names_of(wanted: WantedDataset) -> tuple[str, str]:
    """Return the name of a dataset, and the one it gets where another dataset of its investigation has that.

    The second one is the name, ``_``, and the first eight characters of the public id. A dataset without a name is
    named by the end of its location.
    """
    name = (wanted.name or wanted.location.rstrip("/").rpartition("/")[2]).rstrip()
    mark = f"_{public_id(wanted.location)[:_MARK_CHARS]}"
    return name[:NAME_CHARS_MAX], f"{name[: NAME_CHARS_MAX - len(mark)]}{mark}"


def spellings(investigation: str) -> str:
    """Return the names that ICAT may have for an investigation, as a list of a question.

    ESRF's client writes proposals in small letters, catalogues often in large ones, and some databases mind.
    """
    return listed(sorted({investigation, investigation.upper(), investigation.lower()}))


def is_askable(text: str) -> bool:
    """Say whether a name can stand in a question."""
    return bool(text) and all(char >= _FIRST_PRINTABLE for char in text)


def numbered(rows: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Return ids by names, the first one of each."""
    found: dict[str, int] = {}
    for id, name in rows:
        found.setdefault(name, id)
    return found


def types_of(client: Client, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of DatasetTypes of our facility."""
    rows = client.query(
        "SELECT t.id, t.name FROM DatasetType t "
        f"WHERE t.facility.id = {client.facility_id} AND t.name IN {listed(names)} ORDER BY t.id"
    )
    return numbered((id, name) for id, name in rows)
