"""ParameterTypes: those that are there are taken as they are, those that are missing are made."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineage.errors import IcatUnseen
from lineage.flat.icat.arrays import Step, settle
from lineage.flat.icat.client import Client
from lineage.flat.icat.wanted import Options, Report, WantedType

NO_UNITS = frozenset({"", "-", "na", "n/a", "none", "no unit", "unitless", "dimensionless"})
"""Words that catalogues have for no unit; they are the same unit."""

DESCRIPTION_CHARS_MAX = 255


@dataclass(frozen=True, slots=True)
class Type:
    """A ParameterType of ICAT."""

    id: int
    name: str
    is_numeric: bool


@dataclass(frozen=True, slots=True)
class _Found:
    id: int
    name: str
    units: str
    value_type: str
    is_for_datasets: bool
    is_for_collections: bool


def needed(client: Client, wanted: Sequence[WantedType], options: Options, report: Report) -> dict[str, Type]:
    """Return the types by name, the missing ones made; one of other units or another kind is told of, and left out.

    In a dry run nothing is made, and what is missing has the id 0.
    """

    def look(names: Sequence[WantedType]) -> list[Step[WantedType]]:
        there = _there(client, names)
        return [Step(one, _element(client, one)) for one in names if not there[one.name]]

    missing = [step.wanted for step in look(wanted)]
    report.new_types += [_told(one.name, one.units, one.value_type) for one in missing]
    if not options.is_dry_run:
        settle(client, missing, look, _unseen)
    there = _there(client, wanted)
    found: dict[str, Type] = {}
    for one in wanted:
        fitting = [other for other in there[one.name] if _fits(one, other)]
        if fitting:
            found[one.name] = Type(fitting[0].id, one.name, one.value_type == "NUMERIC")
        elif there[one.name]:
            report.differing_types[one.name] = "; ".join(_differing(one, other) for other in there[one.name])
        elif options.is_dry_run:
            found[one.name] = Type(0, one.name, one.value_type == "NUMERIC")
    return found


def _unseen(wanted: WantedType, _reason: str) -> None:
    """Raise what is the matter with a type that is not found and cannot be made: we may not read it."""
    raise IcatUnseen("ParameterType", wanted.name)


def _there(client: Client, wanted: Sequence[WantedType]) -> Mapping[str, list[_Found]]:
    facility = client.facility_id

    def ask(names: str) -> str:
        return (
            "SELECT t.id, t.name, t.units, t.valueType, t.applicableToDataset, t.applicableToDataCollection "
            f"FROM ParameterType t WHERE t.facility.id = {facility} AND t.name IN {names} ORDER BY t.id"
        )

    found = defaultdict(list)
    for row in client.lookup(ask, [one.name for one in wanted]):
        one = _Found(*row)
        found[one.name].append(one)
    return found


def _fits(wanted: WantedType, found: _Found) -> bool:
    same_units = found.units == wanted.units or {_unit(found.units), _unit(wanted.units)} == {""}
    return found.value_type == wanted.value_type and same_units and _is_applicable(wanted, found)


def _is_applicable(wanted: WantedType, found: _Found) -> bool:
    return found.is_for_collections if wanted.is_of_collections else found.is_for_datasets


def _unit(units: str) -> str:
    text = units.strip().casefold()
    return "" if text in NO_UNITS else text


def _element(client: Client, wanted: WantedType) -> dict[str, object]:
    return {
        "ParameterType": {
            "facility": {"id": client.facility_id},
            "name": wanted.name,
            "units": wanted.units,
            "valueType": wanted.value_type,
            "description": wanted.description[:DESCRIPTION_CHARS_MAX],
            f"applicableTo{'DataCollection' if wanted.is_of_collections else 'Dataset'}": True,
        }
    }


def _differing(wanted: WantedType, found: _Found) -> str:
    place = "" if _is_applicable(wanted, found) else ", not applicable to what it is needed for"
    return _told(found.name, found.units, found.value_type) + place


def _told(name: str, units: str, value_type: str) -> str:
    return f"{name} ({value_type}{', ' if units else ''}{units})"
