"""What ICAT holds of ours: its datasets in the order of their ids, with the parameters that have our names."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import listed

DATASETS = 200
"""Datasets of one page."""

ROWS = 5_000
"""Rows of one page of parameters."""

Value = str | float
Said = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Held:
    """One dataset of ICAT; `investigation` is NAME/VISIT, the two names that identify it within the facility."""

    id: int
    location: str
    investigation: str
    parameters: dict[str, Value] = field(default_factory=dict)


def held(client: Client, names: Collection[str]) -> Iterator[list[Held]]:
    """Yield the datasets of our facility in pages, by id, with their parameters of some names."""
    facility = client.facility_id
    types = {
        int(id): str(name)
        for page in client.pages("t.name", "ParameterType t", f"t.facility.id = {facility}", by="t.id")
        for id, name in page
        if name in names
    }
    source, select = "Dataset d JOIN d.investigation i", "d.location, i.name, i.visitId"
    for page in client.pages(select, source, f"i.facility.id = {facility}", by="d.id", size=DATASETS):
        found = {id: Held(id, location or "", f"{name}/{visit}") for id, location, name, visit in page}
        _fill(client, found, types)
        yield list(found.values())


def _fill(client: Client, found: Mapping[int, Held], types: Mapping[int, str]) -> None:
    if not types:
        return
    ids = sorted(found)
    within = f"t.id IN {listed(sorted(types))} AND d.id BETWEEN {ids[0]} AND {ids[-1]}"
    source = "DatasetParameter p JOIN p.type t JOIN p.dataset d"
    for page in client.pages("d.id, t.id, p.stringValue, p.numericValue", source, within, by="p.id", size=ROWS):
        for _, dataset, kind, text, number in page:
            value = text if text is not None else number
            if dataset in found and value is not None:
                found[dataset].parameters[types[kind]] = value
