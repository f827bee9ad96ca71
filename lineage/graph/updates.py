"""What metadata updates make of the parameters of a dataset; pure.

The latest update of a parameter stands above what announcements say of it. A dataset keeps its updates as one JSON
text, with what its announcement says of the same parameters: nothing is asked of the events when another announcement
comes, and what is replaced can be kept as it was said.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lineage.graph.rows import PARAMETER_PREFIX, Row, parameter_properties, stored
from lineage.model.event import SAMPLE, Event
from lineage.model.message import DatasetMessage, Value


@dataclass(frozen=True, slots=True)
class Update:
    """The latest update of one parameter; `is_typed` says that the value is of the type of its definition."""

    event: str
    value: Value
    is_typed: bool

    @classmethod
    def of(cls, event: Event) -> "Update":
        """Return what an event says of its parameter."""
        if event.typed_value is None:
            return cls(event.key, event.facts["value"], is_typed=False)
        return cls(event.key, event.typed_value, is_typed=True)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of one dataset, as the graph keeps them."""

    typed: Mapping[str, Value]
    others: Mapping[str, str]

    def with_one(self, name: str, value: Value | None, *, is_typed: bool) -> "Parameters":
        """Return them with another value of one parameter; None takes it away."""
        typed = {key: known for key, known in self.typed.items() if key != name}
        others = {key: known for key, known in self.others.items() if key != name}
        if value is not None and is_typed:
            typed[name] = value
        elif value is not None:
            others[name] = str(value)
        return Parameters(typed, others)

    def value(self, name: str) -> tuple[Value | None, bool]:
        """Return the value of a parameter, None where there is none, and whether it is typed."""
        if name in self.typed:
            return self.typed[name], True
        return self.others.get(name), False


class Updates:
    """The updates of one dataset by the names of their parameters."""

    def __init__(self, properties: Mapping[str, Any] | None = None) -> None:
        """Read them from the properties of a dataset; None has none."""
        kept = json.loads((properties or {}).get("updates") or "{}")
        self._announced = {name: one.pop("announced", None) for name, one in kept.items()}
        self._latest = {name: Update(**one) for name, one in kept.items()}

    def __bool__(self) -> bool:
        return bool(self._latest)

    @property
    def sample(self) -> str | None:
        """The sample that the latest update names; None where none does."""
        return str(self._latest[SAMPLE].value) if SAMPLE in self._latest else None

    def take(self, event: Event) -> bool:
        """Take an event and say whether it is the latest about its parameter."""
        name, update = event.facts["name"], Update.of(event)
        if name in self._latest and self._latest[name].event > update.event:
            return False
        self._latest[name] = update
        return True

    def announced(self, properties: Mapping[str, Any]) -> Parameters:
        """Return the parameters of a dataset as its announcement says them."""
        found = parameters_of(properties)
        for name, said in self._announced.items():
            value, is_typed = said or (None, False)
            found = found.with_one(name, value, is_typed=is_typed)
        return found

    def laid_over(self, said: Parameters) -> Parameters:
        """Return announced parameters with the updates above them; the sample is no parameter."""
        for name, update in self._latest.items():
            value = None if name == SAMPLE else update.value
            said = said.with_one(name, value, is_typed=update.is_typed)
        return said

    def to_text(self, said: Parameters | None) -> str | None:
        """Return the text that a dataset keeps; `said` None is a dataset that was not announced."""
        if not self._latest:
            return None
        kept = {
            name: asdict(update) | {"announced": said and said.value(name)} for name, update in self._latest.items()
        }
        return json.dumps(kept, sort_keys=True)

    def update(self, message: DatasetMessage) -> tuple[DatasetMessage, str | None]:
        """Return an announcement with the updates above what it says, and the text that its dataset keeps."""
        said = Parameters(*stored(message.parameters, message.other_parameters))
        live = self.laid_over(said)
        sample = self.sample or message.sample
        updated = message.updated(parameters=live.typed, other_parameters=live.others, sample=sample)
        return updated, self.to_text(said)

    def properties(self, said: Parameters, before: Parameters) -> Row:
        """Return the properties of a dataset that is announced already; `before` are its parameters until now."""
        live = self.laid_over(said)
        gone = {f"{PARAMETER_PREFIX}{name}": None for name in before.typed}
        return {**gone, **parameter_properties(live.typed, live.others), "updates": self.to_text(said)}


def parameters_of(properties: Mapping[str, Any]) -> Parameters:
    """Return the parameters among the properties of an announced dataset."""
    typed = {
        name.removeprefix(PARAMETER_PREFIX): value
        for name, value in properties.items()
        if name.startswith(PARAMETER_PREFIX)
    }
    return Parameters(typed, json.loads(properties["other_parameters"]))


def as_announced(properties: Mapping[str, Any] | None) -> Row:
    """Return the properties that give a dataset with updates back what its announcement said; none without."""
    updates = Updates(properties)
    if properties is None or not updates:
        return {}
    said, before = updates.announced(properties), parameters_of(properties)
    gone = {f"{PARAMETER_PREFIX}{name}": None for name in before.typed}
    return {**gone, **parameter_properties(said.typed, said.others), "updates": None}
