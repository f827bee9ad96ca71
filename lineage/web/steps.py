"""A neighbourhood as rows: one for each dataset where the data begin, one column for each program on their way."""

from dataclasses import dataclass

from lineage.model.answers import Group, Neighbourhood
from lineage.web.ways import Unit, Ways, reached, units_of, ways


@dataclass(frozen=True, slots=True)
class Row:
    """A dataset where the data begin, and what was made from it, by column."""

    start: Unit
    cells: list[list[Unit]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns are programs, in the order of the data."""

    columns: list[str]
    rows: list[Row]


def rows(around: Neighbourhood) -> Rows:
    """Return a neighbourhood as rows; a dataset made from several starts stands in the row of each."""
    units = {unit.id: unit for unit in units_of(around)}
    before, after = ways(around.edges)
    depths = _depths(list(units), before, after)
    datasets = sorted(
        (unit for unit in units.values() if unit.node == "dataset"), key=lambda unit: (depths[unit.id], _name(unit))
    )
    made = [unit for unit in datasets if before.get(unit.id)]
    columns = list(dict.fromkeys(_program(unit) for unit in made))
    found = []
    for start in datasets:
        if not before.get(start.id):
            ahead = reached(start.id, after)
            members = [unit for unit in made if unit.id in ahead]
            found.append(Row(start, [[unit for unit in members if _program(unit) == column] for column in columns]))
    return Rows(columns, found)


def _program(unit: Unit) -> str:
    return " ".join(filter(None, (unit.application, unit.version))) or "unknown program"


def _name(unit: Unit) -> str:
    return unit.id if isinstance(unit, Group) else unit.location or unit.id


def _depths(ids: list[str], before: Ways, after: Ways) -> dict[str, int]:
    """Return the length of the longest way to each node from where the data begin; what is on a ring has 0."""
    depths = dict.fromkeys(ids, 0)
    missing = {id: len(before.get(id, ())) for id in ids}
    ready = [id for id in ids if not missing[id]]
    while ready:
        id = ready.pop()
        for next_id in after.get(id, ()):
            depths[next_id] = max(depths[next_id], depths[id] + 1)
            missing[next_id] -= 1
            if not missing[next_id]:
                ready.append(next_id)
    return depths
