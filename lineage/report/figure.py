"""The lineage figure: what the members of a report come from, raw data left and published right, as SVG with a text.

Datasets that were made alike from alike are one box, and steps that follow one another without a branch stand in one
box, so that thousands of steps stay readable. A box that stands for several says how many.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from lineage.model.answers import ProvenanceDataset
from lineage.report.facts import printable
from lineage.report.layers import Edge, forward, layers_of, placed
from lineage.report.trace import Trace

BOXES_MAX = 40
COLUMNS = 5
LINES_MAX = 7
CHARS_MAX = 23
WIDTH, ACROSS, LINE, PAD = 158.0, 40.0, 15.0, 7.0
MARGIN, BETWEEN = 8.0, 30.0
TIMES = "\N{MULTIPLICATION SIGN}"
FONT = "Libertinus Serif, Georgia, serif"
FILLS = {"raw": "#eef1f4", "step": "#ffffff", "member": "#e3eef9", "expected": "#ffffff"}
STROKES = {"raw": "#5b6673", "step": "#5b6673", "member": "#1f5f99", "expected": "#8a5a00"}


@dataclass
class Box:
    """Datasets that stand for one another: what made them, how many there are, and one name."""

    kind: str
    labels: list[tuple[str, str]]
    count: int = 1
    members: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """What stands in the box; the first line is in bold."""
        found = []
        for label, group in groupby(self.labels, key=lambda pair: pair[0]):
            names = [name for _, name in group]
            found += [f"{label} {TIMES}{len(names)}"] if len(names) > 1 else [label, *([names[0]] if names[0] else [])]
        if len(self.labels) > 1 and len(found) > LINES_MAX - 1:
            found = [label for label, _ in groupby(self.labels, key=lambda pair: pair[0])]
        if len(found) > LINES_MAX - 1:
            found = [*found[: LINES_MAX - 2], f"… {len(found) - LINES_MAX + 2} more steps"]
        return [*found, *([f"{self.count} datasets alike"] if self.count > 1 else [])]


@dataclass(frozen=True)
class Figure:
    """Boxes and the edges between them, by their numbers."""

    boxes: list[Box]
    edges: list[Edge]


def figure(trace: Trace) -> Figure:
    """Return what is drawn of a trace, at most `BOXES_MAX` boxes."""
    found = _contracted(_grouped(trace, _exact(trace)))
    if len(found.boxes) > BOXES_MAX:
        found = _contracted(_grouped(trace, lambda id: (id in trace.members, _label(trace, id))))
    if len(found.boxes) > BOXES_MAX:
        found = _grouped(trace, lambda id: (id in trace.members, trace.datasets[id].kind))
    return _numbered(found)


def _numbered(figure: Figure) -> Figure:
    """Return the figure with its boxes in the order in which they are drawn, layer by layer."""
    layers = layers_of(len(figure.boxes), forward(len(figure.boxes), figure.edges))
    order = sorted(range(len(figure.boxes)), key=lambda number: (layers[number], number))
    new = {number: index for index, number in enumerate(order)}
    return Figure([figure.boxes[number] for number in order], sorted((new[a], new[b]) for a, b in figure.edges))


def _label(trace: Trace, id: str) -> str:
    job = trace.steps_by_output.get(id)
    if job:
        return job.job.application.name if job.job.application else "unnamed application"
    return {"raw": "Raw data", "unknown": "Not announced"}.get(trace.datasets[id].kind, "Data")


def _exact(trace: Trace) -> Callable[[str], Hashable]:
    """Tell datasets apart by what made them, and from what, back to the beginning."""
    numbers: dict[Hashable, int] = {}
    signs: dict[str, int] = {}
    for id in trace.order:
        sign = (
            id in trace.members,
            trace.datasets[id].state == "expected",
            _label(trace, id),
            frozenset(signs[parent] for parent in trace.parents(id) if parent in signs),
        )
        signs[id] = numbers.setdefault(sign, len(numbers))
    return signs.__getitem__


def _grouped(trace: Trace, sign: Callable[[str], Hashable]) -> Figure:
    numbers: dict[Hashable, int] = {}
    boxes: list[Box] = []
    of: dict[str, int] = {}
    for id in trace.order:
        number = of[id] = numbers.setdefault(sign(id), len(boxes))
        item = trace.datasets[id]
        if number == len(boxes):
            kind = _kind(item, is_member=id in trace.members)
            boxes.append(Box(kind, [(_label(trace, id), item.name or item.location)], 0))
        boxes[number].count += 1
        boxes[number].members.append(item.location)
    for box in boxes:
        if box.count > 1:
            box.labels = [(box.labels[0][0], "")]
    edges = {(of[parent], of[id]) for id in trace.order for parent in trace.parents(id) if parent in of}
    return Figure(boxes, sorted(edge for edge in edges if edge[0] != edge[1]))


def _kind(item: ProvenanceDataset, *, is_member: bool) -> str:
    if item.state == "expected":
        return "expected"
    return "member" if is_member else "raw" if item.kind == "raw" else "step"


def _contracted(figure: Figure) -> Figure:
    """Put steps that follow one another without a branch in one box."""
    before, after = _near(figure.edges)
    into: dict[int, int] = {}
    for number, box in enumerate(figure.boxes):
        followers = after.get(number, [])
        if box.kind != "step" or len(followers) != 1 or len(before[followers[0]]) != 1:
            continue
        if figure.boxes[followers[0]].kind == "step" and figure.boxes[followers[0]].count == box.count:
            into[number] = followers[0]

    def end(number: int) -> int:
        while number in into:
            number = into[number]
        return number

    kept = [number for number in range(len(figure.boxes)) if number not in into]
    new = {number: index for index, number in enumerate(kept)}
    boxes = [Box(figure.boxes[n].kind, [], figure.boxes[n].count) for n in kept]
    for number, box in enumerate(figure.boxes):
        joined = boxes[new[end(number)]]
        joined.labels += box.labels
        joined.members += box.members
    edges = {(new[end(a)], new[end(b)]) for a, b in figure.edges}
    return Figure(boxes, sorted(edge for edge in edges if edge[0] != edge[1]))


def _near(edges: Iterable[Edge]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        after[source].append(target)
        before[target].append(source)
    return before, after


def told(figure: Figure) -> list[str]:
    """Return the figure in words, a sentence a box."""
    before, _ = _near(figure.edges)
    return [
        f"{number}: {', '.join(box.lines)}"
        + (f"; from {', '.join(str(source + 1) for source in before[number - 1])}" if before.get(number - 1) else "")
        + ("; published" if box.kind == "member" else "")
        for number, box in enumerate(figure.boxes, 1)
    ]


def svg(figure: Figure, title: str) -> str:
    """Return the figure as SVG, without styles that a policy of a page could forbid.

    What is longer than a page is wide goes on in a row below; a box tells the numbers of those of other rows that
    lead to it.
    """
    edges = forward(len(figure.boxes), figure.edges)
    rows = [layer // COLUMNS for layer in layers_of(len(figure.boxes), edges)]
    drawn: list[str] = []
    columns, y = 1, MARGIN
    for row in range(max(rows, default=-1) + 1):
        numbers = [number for number, of in enumerate(rows) if of == row]
        within = [(a, b) for a, b in edges if rows[a] == rows[b] == row]
        far = {b: sorted(a + 1 for a, other in edges if other == b and rows[a] != row) for b in numbers}
        parts, wide, tall = _row(figure, numbers, within, far, y)
        drawn += parts
        columns, y = max(columns, wide), y + tall + BETWEEN
    width, height = 2 * MARGIN + columns * WIDTH + (columns - 1) * ACROSS, max(y - BETWEEN, MARGIN) + MARGIN
    words = " ".join(f"{line}." for line in told(figure))
    return printable(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="figure-title figure-text" font-family="{FONT}" '
        f'font-size="12.5">\n<title id="figure-title">{escape(title)}</title>\n'
        f'<desc id="figure-text">{escape(words)}</desc>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _row(
    figure: Figure, numbers: list[int], edges: list[Edge], far: Mapping[int, list[int]], y: float
) -> tuple[list[str], int, float]:
    """Return the drawing of one row, how many columns it has, and how high it is."""
    new = {number: index for index, number in enumerate(numbers)}
    texts = [figure.boxes[number].lines + _from(far[number]) for number in numbers]
    heights = [PAD * 2 + LINE * len(lines) for lines in texts]
    places, ways = placed(heights, [(new[a], new[b]) for a, b in edges])
    drawn = [_way(places, edge, between, y) for edge, between in ways.items()]
    for index, number in enumerate(numbers):
        layer, middle = places[index]
        drawn.append(_box(figure.boxes[number], number, texts[index], _left(layer), y + middle - heights[index] / 2))
    tall = max(middle + height / 2 for (_, middle), height in zip(places, heights, strict=True))
    return drawn, max(layer for layer, _ in places) + 1, tall


def _from(numbers: list[int]) -> list[str]:
    return [f"from {', '.join(map(str, numbers))}"] if numbers else []


def _left(layer: int) -> float:
    return MARGIN + layer * (WIDTH + ACROSS)


def _way(places: list[tuple[int, float]], edge: Edge, between: list[float], top: float) -> str:
    (first, start), (last, end) = places[edge[0]], places[edge[1]]
    points = [(_left(first) + WIDTH, start)]
    for layer, y in enumerate(between, first + 1):
        points += [(_left(layer), y), (_left(layer) + WIDTH, y)]
    points.append((_left(last), end))
    way = f"M{points[0][0]:g} {points[0][1] + top:g}"
    for index in range(1, len(points)):
        (x0, y0), (x1, y1) = points[index - 1], points[index]
        bend = (x1 - x0) / 2
        way += f" C{x0 + bend:g} {y0 + top:g} {x1 - bend:g} {y1 + top:g} {x1:g} {y1 + top:g}"
    return f'<path d="{way}" fill="none" stroke="#8b95a1" stroke-width="1.1"/>'


def _box(box: Box, number: int, lines: list[str], x: float, y: float) -> str:
    tall = PAD * 2 + LINE * len(lines)
    dash = ' stroke-dasharray="4 3"' if box.kind == "expected" else ""
    look = f'width="{WIDTH:g}" height="{tall:g}" rx="3" fill="{FILLS[box.kind]}" stroke="{STROKES[box.kind]}"{dash}'
    cards = [(x + 4, y - 4, 1)] if box.count > 1 else []  # a second card behind the first
    cards.append((x, y, 2 if box.kind == "member" else 1))
    rects = "".join(f'<rect x="{a:g}" y="{b:g}" {look} stroke-width="{weight}"/>' for a, b, weight in cards)
    names = {label for label, _ in box.labels}
    texts = "".join(
        f'<text x="{x + WIDTH / 2:g}" y="{y + PAD + LINE * index + 11:g}" text-anchor="middle" fill="#1b2530"'
        f"{_weight(line.partition(TIMES)[0].rstrip() in names)}>{escape(_short(line))}</text>"
        for index, line in enumerate(lines)
    )
    mark = f'<text x="{x + 5:g}" y="{y + 10:g}" font-size="9" fill="#4b5661">{number + 1}</text>'
    return f"<g><title>{number + 1}: {escape(', '.join(lines))}</title>{rects}{mark}{texts}</g>"


def _weight(is_name: bool) -> str:
    return ' font-weight="bold"' if is_name else ""


def _short(line: str) -> str:
    return line if len(line) <= CHARS_MAX else f"{line[: CHARS_MAX - 1]}…"
