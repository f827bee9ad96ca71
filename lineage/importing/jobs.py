"""A Job of ICAT, with what its two collections hold."""

from collections.abc import Iterator

from lineage.flat.icat.collections import KEY_TYPE
from lineage.importing import objects
from lineage.importing.messages import Job
from lineage.importing.objects import Object

KEY = KEY_TYPE.name
"""Name of the parameter of a collection in which our own publication leaves the public id of the job, and the side."""


def job(name: str, found: Object) -> Job:
    """Return a Job; `name` is how ICAT, or a dump of it, calls it."""
    sides = [found.get(side) or {} for side in ("inputDataCollection", "outputDataCollection")]
    inputs, outputs = (frozenset(_members(side)) for side in sides)
    application = found.get("application")
    facility = (application or {}).get("facility") or {}
    return Job(
        id=name,
        facility=str(facility.get("name", "")),
        application=application,
        arguments=str(found.get("arguments") or ""),
        inputs=inputs,
        outputs=outputs,
        investigations=tuple(sorted(_investigations(sides))),
        key=_key(sides),
        is_emptied="inputDataCollection" in found and not inputs and not _holds_more(sides[0]),
    )


def _members(side: Object) -> Iterator[str]:
    for one in objects.children(side, "dataCollectionDatasets", "dataset"):
        yield objects.dataset_location(one)
    for one in objects.children(side, "dataCollectionDatafiles", "datafile"):
        yield objects.datafile_location(one)


def _investigations(sides: list[Object]) -> Iterator[str]:
    for side in sides:
        for one in objects.children(side, "dataCollectionInvestigations", "investigation"):
            yield f"{one['name']}/{one.get('visitId', '')}"


def _holds_more(side: Object) -> bool:
    return bool(side.get("dataCollectionInvestigations"))


def _key(sides: list[Object]) -> str:
    found = (dict(objects.parameters(side.get("parameters") or ())).get(KEY, "") for side in sides)
    return published_id(next(filter(None, found), ""))


def published_id(said: str) -> str:
    """Return the public id of a job in the parameter of a collection."""
    return said.rpartition("/")[0]
