"""What is asked of a living ICAT, page by page; no text of a caller gets into a question, only numbers.

ICAT answers at most so many rows and entities at once, and takes an address of at most 8,192 bytes; so every question
has a limit, and lists of ids are cut.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from lineage.importing.objects import Object

Ask = Callable[[str], list[Any]]
"""Asks ICAT a question in JPQL and returns its answer."""

ROWS = 5000
"""Rows of one page of plain values."""

DATASETS = 50
"""Datasets of one page: with parameters and their types they stay below ICAT's `maxEntities`."""

IDS = 200
"""Ids in one list."""

NATURAL = "d.id, d.location, d.name, i.name, i.visitId, f.name"
NATURAL_JOINS = "JOIN d.investigation i JOIN i.facility f"
INVESTIGATION = "i.facility, i.investigationInstruments ii, ii.instrument"
DATASET = (
    f"d.sample, d.parameters p, p.type, d.datasetTechniques dt, dt.technique, d.datasetInstruments di, di.instrument, "
    f"d.investigation i, {INVESTIGATION}"
)


def parameter_types(ask: Ask, facility: int, name: str) -> list[int]:
    """Return the ids of the types of a name, whatever their units."""
    rows = rows_of(ask, "t.id, t.name", "ParameterType t", f"t.facility.id = {facility}", key="t.id")
    return [int(id) for id, found in rows if found == name]


def count(ask: Ask, facility: int, after: int) -> int:
    """Return how many datasets come after an id."""
    said = ask(
        f"SELECT COUNT(d) FROM Dataset d WHERE d.investigation.facility.id = {facility} AND d.id > {after}"  # noqa: S608
    )
    return int(said[0])


def investigations(ask: Ask, facility: int, after: int) -> list[Object]:
    """Return the next page of investigations with their instruments."""
    where = f"i.facility.id = {facility} AND i.id > {after}"
    return _entities(ask, "Investigation i", where, INVESTIGATION)


def datasets(ask: Ask, facility: int, after: int) -> list[Object]:
    """Return the next page of datasets with all that a message says of them."""
    where = f"d.investigation.facility.id = {facility} AND d.id > {after}"
    return _entities(ask, "Dataset d", where, DATASET)


def datafiles(ask: Ask, facility: int, after: int) -> list[Object]:
    """Return the next page of datafiles that Jobs name by themselves, with their datasets."""
    ids: set[int] = set()
    for role in ("jobsAsInput", "jobsAsOutput"):
        said = ask(
            "SELECT DISTINCT x.id FROM DataCollectionDatafile m JOIN m.datafile x JOIN m.dataCollection c "  # noqa: S608
            f"JOIN c.{role} j WHERE j.application.facility.id = {facility} AND x.id > {after} "
            f"ORDER BY x.id LIMIT 0,{DATASETS}"
        )
        ids.update(said)
    page = sorted(ids)[:DATASETS]
    if not page:
        return []
    include = (
        "x.dataset d, d.sample, d.datasetTechniques dt, dt.technique, d.datasetInstruments di, di.instrument, "
        f"d.investigation i, {INVESTIGATION}"
    )
    return _entities(ask, "Datafile x", f"x.id IN ({_listed(page)})", include)


def _entities(ask: Ask, source: str, where: str, include: str) -> list[Object]:
    entity, alias = source.split()
    question = (
        f"SELECT {alias} FROM {source} WHERE {where} ORDER BY {alias}.id LIMIT 0,{DATASETS} "  # noqa: S608
        f"INCLUDE {include}"
    )
    return [row[entity] for row in ask(question)]


def rows_of(ask: Ask, select: str, source: str, where: str, *, key: str) -> Iterator[list[Any]]:
    """Yield rows in the order of the id `key`, which is the first thing selected, as many as there are."""
    after = 0
    while True:
        page = ask(
            f"SELECT {select} FROM {source} WHERE {where} AND {key} > {after} ORDER BY {key} LIMIT 0,{ROWS}"  # noqa: S608
        )
        if len(page) < ROWS:
            yield from page
            return
        # the rows of the last key may go on behind the page
        last = page[-1][0]
        whole = [row for row in page if row[0] != last]
        yield from whole or page
        after = last - 1 if whole else last


def rows_within(ask: Ask, select: str, source: str, field: str, ids: Iterable[int], *, key: str) -> Iterator[list[Any]]:
    """Yield rows whose `field` is one of the ids."""
    for part in parts(ids):
        yield from rows_of(ask, select, source, f"{field} IN ({_listed(part)})", key=key)


def locations(ask: Ask, ids: Iterable[int]) -> Iterator[tuple[int, Object]]:
    """Yield datasets by id, with what their location is made of."""
    for row in rows_within(ask, NATURAL, f"Dataset d {NATURAL_JOINS}", "d.id", ids, key="d.id"):
        yield row[0], natural(row[1:])


def natural(values: Sequence[Any]) -> Object:
    """Return a dataset of which only location, names and facility are known."""
    location, name, investigation, visit, facility = values
    told = {"name": investigation, "visitId": visit, "facility": {"name": facility}}
    return {"location": location, "name": name, "investigation": told}


def parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Cut ids into lists that fit into a question."""
    rest = iter(sorted(set(ids)))
    while part := list(islice(rest, IDS)):
        yield part


def _listed(ids: Iterable[int]) -> str:
    return ",".join(str(int(id)) for id in ids)
