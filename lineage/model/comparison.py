"""Two lineages compared step by step, going up: which datasets stand for one another, and where they part.

It decides what is compared with what and says how it differs; where the lineages come from it does not ask. The rule
that aligns the inputs of two jobs is in `_Inputs`; ``docs/api.md`` tells it to callers.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lineage.model.answers import (
    Aspect,
    DatasetRef,
    Divergence,
    InputsDifference,
    JobFacts,
    ParameterDifference,
    Side,
)
from lineage.model.message import Value

LISTED_MAX = 100
"""Inputs and parameters that a divergence lists; the counts tell of the rest."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dataset and how it was made; `inputs` may be fewer than `inputs_count`."""

    dataset: DatasetRef
    parameters: Mapping[str, Value]
    job: JobFacts | None
    inputs: tuple[DatasetRef, ...]
    inputs_count: int


@dataclass(slots=True)
class Comparison:
    """What was found: divergences nearest first, how many pairs were compared, how many were left out."""

    divergences: list[Divergence] = field(default_factory=list)
    compared_count: int = 0
    left_out_count: int = 0


@dataclass(slots=True)
class _Partners:
    """Which dataset of the one side stands for which of the other; each stands for one at most."""

    of_left: dict[str, str] = field(default_factory=dict)
    of_right: dict[str, str] = field(default_factory=dict)

    def join(self, left: str, right: str) -> None:
        self.of_left[left] = right
        self.of_right[right] = left


def compare(left: str, right: str, made: Mapping[str, Made], *, steps_max: int, units: Mapping[str, str]) -> Comparison:
    """Compare two datasets, and what they were made from, breadth first.

    `made` holds the datasets by id; a pair with one that is not in it is left out. A dataset is never compared with
    itself: what both go back to is the same from there on.
    """
    found, partners = Comparison(), _Partners()
    partners.join(left, right)
    waiting = deque([(left, right, 0)] if left != right else [])
    while waiting:
        left, right, steps = waiting.popleft()
        if left not in made or right not in made:
            found.left_out_count += 1
            continue
        found.compared_count += 1
        pair = (made[left], made[right])
        inputs = _Inputs.of(*pair, made, partners)
        if divergence := _divergence(pair, steps, inputs, units):
            found.divergences.append(divergence)
        if inputs:
            found.left_out_count += sum(one.inputs_count - len(one.inputs) for one in pair)
            if steps + 1 < steps_max:
                waiting.extend((near.id, far.id, steps + 1) for near, far in inputs.followed)
    return found


def _divergence(
    pair: tuple[Made, Made], steps: int, inputs: "_Inputs | None", units: Mapping[str, str]
) -> Divergence | None:
    left, right = pair
    parameters = [
        ParameterDifference(
            name=name, left=left.parameters.get(name), right=right.parameters.get(name), units=units.get(name)
        )
        for name in sorted({*left.parameters, *right.parameters})
        if left.parameters.get(name) != right.parameters.get(name)
    ]
    what = list(_job_aspects(left.job, right.job))
    what += ["parameters"] if parameters else []
    what += ["inputs"] if inputs and inputs.is_different else []
    if not what:
        return None
    return Divergence(
        steps=steps,
        left=Side(dataset=left.dataset, job=left.job),
        right=Side(dataset=right.dataset, job=right.job),
        what=what,
        parameters=parameters[:LISTED_MAX],
        parameters_count=len(parameters),
        inputs=inputs.told() if inputs else None,
    )


def _job_aspects(left: JobFacts | None, right: JobFacts | None) -> Iterator[Aspect]:
    if left is None or right is None:
        if left is not right:
            yield "missing"
        return
    ours, theirs = left.application, right.application
    if (ours and ours.name) != (theirs and theirs.name):
        yield "application"
    if (ours and ours.version) != (theirs and theirs.version):
        yield "version"
    if left.status != right.status:
        yield "status"
    if left.arguments != right.arguments:
        yield "arguments"


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What two jobs read: shared, standing for one another, and on one side alone."""

    shared: list[DatasetRef]
    followed: list[tuple[DatasetRef, DatasetRef]]
    paired_count: int
    only_left: list[DatasetRef]
    only_right: list[DatasetRef]

    @classmethod
    def of(cls, left: Made, right: Made, made: Mapping[str, Made], partners: _Partners) -> "_Inputs | None":
        """Align the inputs of two jobs; None when there are not two jobs, or they are one.

        Those that both read are shared. The others stand for one another when they do so already; else, of those that
        stand for nothing yet, when application and name are equal, then the application, then the name; in each
        round in the order of locations. Two that nothing produced are different data, and never stand for one another.
        """
        if left.job is None or right.job is None or left.job.id == right.job.id:
            return None
        common = {one.id for one in left.inputs} & {one.id for one in right.inputs}
        ours = {one.id: one for one in left.inputs if one.id not in common}
        theirs = {one.id: one for one in right.inputs if one.id not in common}
        known = [(near, far) for near in ours if (far := partners.of_left.get(near)) in theirs]
        followed = []
        for near, far in known:
            ours.pop(near)
            theirs.pop(far)
        for key in (_application_and_name, _application, _name):
            for near, far in _pairs(ours, theirs, key, made, partners):
                partners.join(near, far)
                followed.append((ours.pop(near), theirs.pop(far)))
        shared = [one for one in left.inputs if one.id in common]
        return cls(shared, followed, len(known) + len(followed), list(ours.values()), list(theirs.values()))

    @property
    def is_different(self) -> bool:
        """True when one job read what has no counterpart among the inputs of the other."""
        return bool(self.only_left or self.only_right)

    def told(self) -> InputsDifference:
        """Return it with its lists cut."""
        return InputsDifference(
            shared=self.shared[:LISTED_MAX],
            shared_count=len(self.shared),
            paired_count=self.paired_count,
            only_left=self.only_left[:LISTED_MAX],
            only_left_count=len(self.only_left),
            only_right=self.only_right[:LISTED_MAX],
            only_right_count=len(self.only_right),
        )


Key = tuple[str, ...]


def _pairs(
    ours: Mapping[str, DatasetRef],
    theirs: Mapping[str, DatasetRef],
    key: Callable[[DatasetRef, Mapping[str, Made]], Key | None],
    made: Mapping[str, Made],
    partners: _Partners,
) -> list[tuple[str, str]]:
    """Return the ids that have equal keys, each once; a key of None is equal to nothing."""
    waiting: defaultdict[tuple[Key, bool], deque[str]] = defaultdict(deque)
    for one in _by_location(theirs):
        if one.id not in partners.of_right and (found := key(one, made)):
            waiting[found, _is_original(one, made)].append(one.id)
    pairs = []
    for one in _by_location(ours):
        if one.id in partners.of_left or not (found := key(one, made)):
            continue
        fitting = [waiting[found, False]] if _is_original(one, made) else [waiting[found, False], waiting[found, True]]
        if queue := next(filter(None, fitting), None):
            pairs.append((one.id, queue.popleft()))
    return pairs


def _by_location(datasets: Mapping[str, DatasetRef]) -> list[DatasetRef]:
    return sorted(datasets.values(), key=lambda one: one.location)


def _is_original(dataset: DatasetRef, made: Mapping[str, Made]) -> bool:
    """True for what nothing produced."""
    return dataset.id in made and made[dataset.id].job is None


def _application(dataset: DatasetRef, made: Mapping[str, Made]) -> Key | None:
    job = made[dataset.id].job if dataset.id in made else None
    return (job.application.name if job.application else "",) if job else None


def _application_and_name(dataset: DatasetRef, made: Mapping[str, Made]) -> Key | None:
    application = _application(dataset, made)
    return (*application, dataset.name or "") if application else None


def _name(dataset: DatasetRef, made: Mapping[str, Made]) -> Key | None:  # noqa: ARG001
    return (dataset.name,) if dataset.name else None
