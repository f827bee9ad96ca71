"""Puts like siblings around a dataset into groups, so that a thousand of them are one line with a count.

From the middle outwards: two nodes are alike when they are of one kind, by one application in one version, at one
distance, and joined to the same nodes or groups that are nearer to the middle. More than ``GROUP_OVER`` alike make
a group; a few stay what they are. Pure: it sees rows and edges, and no database.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from lineage.model.answers.around import Edge, Group, Hidden, Neighbour

GROUP_OVER = 5
"""So many like siblings are still shown one by one."""

MEMBERS_SHOWN = 100
"""Members that a group tells of; its count tells of the rest."""

Row = Mapping[str, Any]
Link = tuple[str, str, str]
"""Type, source, target."""


class Around:
    """The nodes of a neighbourhood, each shown by itself, in a group, or not at all.

    `rows` come the nearest first, the one in the middle before all others. `opened` are ids of groups whose members
    are shown one by one, and of members that are shown beside their group. `members_shown` None is ``MEMBERS_SHOWN``.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        links: Iterable[Link],
        *,
        is_grouped: bool,
        opened: Iterable[str],
        members_shown: int | None = None,
    ) -> None:
        self.rows = {row["id"]: row for row in rows}
        self.links = list(links)
        self.members: dict[str, list[str]] = {}
        self._members_shown = members_shown or MEMBERS_SHOWN
        self._shown_as: dict[str, str] = {}
        self._opened = set(opened)
        self._place(rows, GROUP_OVER if is_grouped else len(rows))

    def cut(self, units_max: int) -> bool:
        """Keep the nearest nodes and groups; say whether any had to go."""
        units = list(dict.fromkeys(self._shown_as.values()))
        kept = set(units[:units_max])
        self._shown_as = {id: unit for id, unit in self._shown_as.items() if unit in kept}
        return len(units) > units_max

    def nodes(self) -> list[Neighbour]:
        """Return the nodes that are shown by themselves."""
        return [neighbour(self.rows[id]) for id, unit in self._shown_as.items() if id == unit]

    def groups(self) -> list[Group]:
        """Return the groups."""
        shown = dict.fromkeys(unit for id, unit in self._shown_as.items() if id != unit)
        return [self._group(unit) for unit in shown]

    def edges(self) -> list[Edge]:
        """Return the edges among nodes and groups, parallel ones as one with their count."""
        counts = Counter(
            (type_, self._shown_as[source], self._shown_as[target])
            for type_, source, target in self.links
            if source in self._shown_as and target in self._shown_as
        )
        return [
            Edge(type=type_, source=source, target=target, count=count)
            for (type_, source, target), count in counts.items()
        ]

    def frontier(self) -> list[Hidden]:
        """Return where neighbours are hidden, and how many."""
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        for id, unit in self._shown_as.items():
            before[unit] += self.rows[id]["before"]
            after[unit] += self.rows[id]["after"]
        for edge in self.edges():
            after[edge.source] -= edge.count
            before[edge.target] -= edge.count
        found = ((unit, side, counts[unit]) for unit in before for side, counts in (("up", before), ("down", after)))
        return [Hidden(node=unit, side=side, hidden=hidden) for unit, side, hidden in found if hidden]

    def _place(self, rows: Sequence[Row], group_over: int) -> None:
        nearer = self._nearer()
        rings: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
        for row in rows:
            rings[row["side"], row["steps"], row["node"]].append(row)
        for ring in _outwards(rings):
            alike: dict[str, list[str]] = defaultdict(list)
            for row in ring:
                alike[self._likeness(row, nearer[row["id"]])].append(row["id"])
            for likeness, ids in alike.items():
                self._settle(likeness, ids, group_over)

    def _settle(self, likeness: str, ids: list[str], group_over: int) -> None:
        group = f"g-{sha256(likeness.encode()).hexdigest()[:16]}"
        members = [id for id in ids if id not in self._opened]
        is_group = len(ids) > group_over and members and group not in self._opened
        if is_group:
            self.members[group] = members
        for id in ids:
            self._shown_as[id] = group if is_group and id not in self._opened else id

    def _nearer(self) -> dict[str, list[str]]:
        """Return for each node its neighbours that are one edge nearer to the middle."""
        distance = {id: 2 * row["steps"] - (row["node"] == "job") for id, row in self.rows.items()}
        nearer: dict[str, list[str]] = defaultdict(list)
        for _, source, target in self.links:
            for near, far in ((source, target), (target, source)):
                if distance[near] == distance[far] - 1 and self._is_outwards(near, far):
                    nearer[far].append(near)
        return nearer

    def _is_outwards(self, near: str, far: str) -> bool:
        return self.rows[near]["side"] in {"root", self.rows[far]["side"]}

    def _likeness(self, row: Row, nearer: Iterable[str]) -> str:
        joined = sorted({self._shown_as[id] for id in nearer})
        kind = row.get("kind") or ""
        return "\n".join(
            [row["side"], row["node"], kind, row["application"] or "", row["version"] or "", str(row["steps"]), *joined]
        )

    def _group(self, unit: str) -> Group:
        ids = self.members[unit]
        first = self.rows[ids[0]]
        return Group(
            id=unit,
            node=first["node"],
            side=first["side"],
            steps=first["steps"],
            kind=first.get("kind"),
            application=first["application"],
            version=first["version"],
            count=len(ids),
            states=dict(Counter(str(self.rows[id].get("state") or self.rows[id].get("status")) for id in ids)),
            members=[neighbour(self.rows[id]) for id in ids[: self._members_shown]],
        )


def neighbour(row: Row) -> Neighbour:
    """Return the noun of a row."""
    return Neighbour(**{name: value for name, value in row.items() if name not in {"before", "after"}})


def _outwards(rings: Mapping[tuple[str, int, str], list[Row]]) -> list[list[Row]]:
    """Return rings from the middle outwards; on either side a job stands before the datasets of its step."""
    order = sorted(rings, key=lambda ring: (ring[1], ring[2] == "dataset", ring[0]))
    return [rings[ring] for ring in order]
