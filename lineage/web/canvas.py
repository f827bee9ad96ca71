"""A neighbourhood as it is drawn: cards with their places, edges as curves, what is dimmed beside a selection."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lineage.model.answers import Edge, Group, Neighbourhood
from lineage.web.drawing import Drawer, Point
from lineage.web.ways import Unit, reached, units_of, ways

DATASET, JOB, GROUP = (236.0, 62.0), (196.0, 46.0), (236.0, 70.0)
"""Width and height of cards in pixels."""
CHIP = 22.0
"""Height of the row above and below a card that holds the links to what is hidden."""
MARGIN = 24.0


@dataclass(frozen=True, slots=True)
class Card:
    """A node or group with its place, and how many of its neighbours are hidden on each side."""

    unit: Unit
    x: float
    y: float
    width: float
    height: float
    hidden_up: int
    hidden_down: int
    inputs_count: int
    outputs_count: int
    is_dim: bool

    @property
    def is_group(self) -> bool:
        """True for like siblings in one card."""
        return isinstance(self.unit, Group)


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge as a path; its count is shown at a place of its own where it stands for several."""

    source: str
    target: str
    path: str
    count: int
    label: Point
    is_dim: bool


@dataclass(frozen=True, slots=True)
class Canvas:
    """All that is drawn, in pixels."""

    width: float
    height: float
    cards: list[Card]
    curves: list[Curve]


def canvas(around: Neighbourhood, drawer: Drawer, lit: set[str] | None) -> Canvas:
    """Return the drawing of a neighbourhood, dim where it is not lit; raises DrawingFailed."""
    units = units_of(around)
    place = {unit.id: number for number, unit in enumerate(units)}
    hidden = hidden_of(around)
    sizes = [_size(unit, hidden) for unit in units]
    drawing = drawer.draw(sizes, [(place[edge.source], place[edge.target]) for edge in around.edges])
    shown = shown_of(around)
    cards = [_card(unit, drawing.middles[place[unit.id]], shown, hidden, lit) for unit in units]
    return Canvas(
        width=drawing.width + 2 * MARGIN,
        height=drawing.height + 2 * MARGIN,
        cards=sorted(cards, key=lambda card: (card.x, card.y)),
        curves=[_curve(edge, way, lit) for edge, way in zip(around.edges, drawing.ways, strict=True)],
    )


def hidden_of(around: Neighbourhood) -> Mapping[tuple[str, str], int]:
    """Return how many neighbours of a node or group are hidden, by its id and the side."""
    return {(one.node, one.side): one.hidden for one in around.frontier}


def shown_of(around: Neighbourhood) -> Mapping[tuple[str, str], int]:
    """Return how many neighbours of a node or group are shown, by its id and the side."""
    counts: Counter[tuple[str, str]] = Counter()
    for edge in around.edges:
        counts[edge.target, "up"] += edge.count
        counts[edge.source, "down"] += edge.count
    return counts


def lit_by(around: Neighbourhood, selected: str) -> set[str] | None:
    """Return what a selected card comes from and leads to, itself among it; None when all is lit."""
    if selected == around.root or selected not in {unit.id for unit in units_of(around)}:
        return None
    before, after = ways(around.edges)
    return reached(selected, before) | reached(selected, after)


def lit_between(around: Neighbourhood, one: str, other: str) -> set[str]:
    """Return all that lies on the ways of the data between two cards, themselves among it; none without a way."""
    before, after = ways(around.edges)
    for first, last in ((one, other), (other, one)):
        if last in (ahead := reached(first, after)):
            return ahead & reached(last, before)
    return set()


def _size(unit: Unit, hidden: Mapping[tuple[str, str], int]) -> tuple[float, float]:
    width, height = _card_size(unit)
    has_chips = (unit.id, "up") in hidden or (unit.id, "down") in hidden
    return width, height + 2 * CHIP * has_chips


def _card_size(unit: Unit) -> tuple[float, float]:
    if isinstance(unit, Group):
        return GROUP
    return JOB if unit.node == "job" else DATASET


def _card(
    unit: Unit,
    middle: Point,
    shown: Mapping[tuple[str, str], int],
    hidden: Mapping[tuple[str, str], int],
    lit: set[str] | None,
) -> Card:
    width, height = _card_size(unit)
    return Card(
        unit=unit,
        x=round(middle[0] - width / 2 + MARGIN, 1),
        y=round(middle[1] - height / 2 + MARGIN, 1),
        width=width,
        height=height,
        hidden_up=hidden.get((unit.id, "up"), 0),
        hidden_down=hidden.get((unit.id, "down"), 0),
        inputs_count=shown[unit.id, "up"],
        outputs_count=shown[unit.id, "down"],
        is_dim=lit is not None and unit.id not in lit,
    )


def _curve(edge: Edge, way: list[Point], lit: set[str] | None) -> Curve:
    moved = [(across + MARGIN, down + MARGIN) for across, down in way]
    (first, *rest) = (f"{across:g},{down:g}" for across, down in moved)
    return Curve(
        source=edge.source,
        target=edge.target,
        path=f"M{first}C{' '.join(rest)}",
        count=edge.count,
        label=moved[len(moved) // 2],
        is_dim=lit is not None and not {edge.source, edge.target} <= lit,
    )
