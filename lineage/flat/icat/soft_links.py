"""Soft links: parameters of datasets, compared with what ICAT holds, and only what differs is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lineage.flat.columns import TEXT_CHARS_MAX
from lineage.flat.icat.arrays import ARRAY, Step, settle
from lineage.flat.icat.client import Client
from lineage.flat.icat.jpql import listed
from lineage.flat.icat.types import Type
from lineage.flat.icat.wanted import Change, Options, Report, Value, WantedDataset


@dataclass(frozen=True, slots=True)
class _Held:
    """A parameter that ICAT holds."""

    id: int
    value: Value | None
    mod_id: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A parameter that a dataset is to have."""

    dataset: int
    location: str
    type: Type
    value: Value


_Holding = Mapping[tuple[int, int], _Held]


@dataclass(frozen=True, slots=True)
class SoftLinks:
    """Writes the parameters of datasets whose ids are known."""

    client: Client
    types: Mapping[str, Type]
    options: Options
    report: Report

    def write(self, datasets: Mapping[int, WantedDataset]) -> None:
        """Bring the parameters of some datasets to what is wanted, in the order of their ids."""
        ordered = dict(sorted(datasets.items()))
        held = self._held(list(ordered))
        wanted = [one for id, dataset in ordered.items() for one in self._wanted(id, dataset)]
        differing = [one for one in wanted if not _is_same(one, held.get((one.dataset, one.type.id)))]
        self.report.counts["DatasetParameter unchanged"] += len(wanted) - len(differing)
        for start in range(0, len(differing), ARRAY):
            self._settle(differing[start : start + ARRAY], held)
        self._take_away(ordered, held)

    def _settle(self, wanted: Sequence[_Wanted], held: _Holding) -> None:
        refused: set[_Wanted] = set()

        def refuse(one: _Wanted, reason: str) -> None:
            refused.add(one)
            self.report.refuse(one.location, one.type.name, reason)

        if not self.options.is_dry_run:
            settle(self.client, wanted, self._look, refuse)
        for one in wanted:
            if one not in refused:
                before = held.get((one.dataset, one.type.id))
                self.report.counts[f"DatasetParameter {'updated' if before else 'created'}"] += 1
                self.options.tell(Change(one.location, one.type.name, before and before.value, one.value))

    def _look(self, wanted: Sequence[_Wanted]) -> list[Step[_Wanted]]:
        held = self._held(sorted({one.dataset for one in wanted}))
        return [
            Step(one, _element(one, before))
            for one in wanted
            if not _is_same(one, before := held.get((one.dataset, one.type.id)))
        ]

    def _held(self, datasets: Sequence[int]) -> _Holding:
        types = [one.id for one in self.types.values() if one.id]
        if not types or not datasets:
            return {}

        def ask(ids: str) -> str:
            return (
                "SELECT p.id, p.dataset.id, p.type.id, p.stringValue, p.numericValue, p.modId FROM DatasetParameter p "
                f"WHERE p.dataset.id IN {ids} AND p.type.id IN {listed(types)}"
            )

        return {
            (dataset, kind): _Held(id, text if text is not None else number, mod_id)
            for id, dataset, kind, text, number, mod_id in self.client.lookup(ask, datasets)
        }

    def _wanted(self, id: int, dataset: WantedDataset) -> Iterator[_Wanted]:
        for name, value in dataset.parameters.items():
            if name in self.types and value != "":
                kind = self.types[name]
                if reason := _trouble(kind, value):
                    self.report.refuse(dataset.location, name, reason)
                else:
                    yield _Wanted(id, dataset.location, kind, value)

    def _take_away(self, datasets: Mapping[int, WantedDataset], held: _Holding) -> None:
        """Delete values that are no longer wanted, where our user wrote them last."""
        names = {one.id: name for name, one in self.types.items()}
        gone = [
            (one, dataset, name)
            for (dataset, kind), one in held.items()
            if datasets[dataset].parameters.get(name := names[kind], "") == ""
        ]
        ours = [item for item in gone if item[0].mod_id == self.client.user]
        self.report.kept += len(gone) - len(ours)
        if not self.options.is_dry_run:
            self.client.delete("DatasetParameter", [one.id for one, _, _ in ours])
        self.report.counts["DatasetParameter deleted"] += len(ours)
        for one, dataset, name in ours:
            self.options.tell(Change(datasets[dataset].location, name, one.value, None))


def _is_same(wanted: _Wanted, held: _Held | None) -> bool:
    if held is None or held.value is None:
        return False
    if isinstance(held.value, str) or isinstance(wanted.value, str):
        return held.value == wanted.value
    return float(held.value) == float(wanted.value)


def _element(wanted: _Wanted, held: _Held | None) -> dict[str, object]:
    value: dict[str, object] = {"numericValue" if wanted.type.is_numeric else "stringValue": wanted.value}
    if held is None:
        value |= {"dataset": {"id": wanted.dataset}, "type": {"id": wanted.type.id}}
        return {"DatasetParameter": value}
    if isinstance(held.value, str) == wanted.type.is_numeric:
        value["stringValue" if wanted.type.is_numeric else "numericValue"] = None
    return {"DatasetParameter": {"id": held.id, **value}}  # no reference, so that nothing else is touched


def _trouble(kind: Type, value: Value) -> str | None:
    """Return why ICAT would not take a value; it does not tell the truth about it."""
    if kind.is_numeric == isinstance(value, str):
        return f"a {'number' if kind.is_numeric else 'text'} is expected"
    if isinstance(value, str) and len(value) > TEXT_CHARS_MAX:
        return f"{len(value)} characters do not fit into {TEXT_CHARS_MAX}"
    return None
