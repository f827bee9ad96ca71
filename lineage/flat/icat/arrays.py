"""Writes arrays, and finds out what became of them.

ICAT writes an array whole or not at all, and its answers mislead: "exists" may be a deadlock, and a lost answer says
nothing. So what is to be written is a question that can be asked again: after every failure ICAT is looked at by
natural keys, and only what still differs is written. What is refused for good is isolated: by its place in the array,
else by halves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lineage.errors import IcatError, IcatRefused, IcatUnanswered
from lineage.flat.icat import replies
from lineage.flat.icat.client import Client

ARRAY = 100
"""Elements of one array; the cost of larger ones grows faster than they do."""

ROWS_MAX = 500
"""Rows of one array, where elements have children; one element alone may have more."""

TRIES_MAX = 4
"""How often an array is written that may succeed the next time."""

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Step(Generic[W]):
    """An element of an array, for one thing that is wanted."""

    wanted: W
    element: dict[str, Any]
    rows: int = 1


Look = Callable[[Sequence[W]], Sequence[Step[W]]]
"""Reads ICAT and returns what still has to be written for the wanted things."""

Refuse = Callable[[W, str], None]


def settle(client: Client, wanted: Sequence[W], look: Look[W], refuse: Refuse[W]) -> None:
    """Write what differs until nothing does, or it is refused.

    Raises IcatForbidden for a right that is lacking, IcatUnanswered or IcatUnavailable when ICAT is away.
    """
    failure = _tried(client, wanted, look)
    if failure is None:
        return
    if not isinstance(failure.error, IcatRefused):
        raise failure.error
    if len(wanted) == 1:
        refuse(wanted[0], failure.error.facts["reason"] or failure.error.facts["reply"])
        return
    for part in _parts(wanted, failure.array, failure.error.facts.get("offset")):
        settle(client, part, look, refuse)


@dataclass(frozen=True, slots=True)
class _Failure(Generic[W]):
    """The last failure, and the array that it is about."""

    error: IcatError
    array: Sequence[Step[W]]


def _tried(client: Client, wanted: Sequence[W], look: Look[W]) -> _Failure[W] | None:
    """Write what differs, again while that may help; return the failure that is left."""
    failure: _Failure[W] | None = None
    for _ in range(TRIES_MAX):
        steps = look(wanted)
        failure = None
        for array in _arrays(steps):
            try:
                client.write([step.element for step in array])
            except (IcatRefused, IcatUnanswered) as error:
                failure = _Failure(error, array)
                break
        if failure is None or failure.error.facts.get("reply", replies.EXISTS) not in _MAY_SUCCEED:
            break
        client.wait()
    return failure


_MAY_SUCCEED = (replies.EXISTS, replies.INTERNAL)


def _parts(wanted: Sequence[W], array: Sequence[Step[W]], offset: int | None) -> list[Sequence[W]]:
    """Return the one that is refused and the others, or halves where it is not told which one it is."""
    if offset is not None and offset < len(array):
        bad = array[offset].wanted
        return [[bad], [one for one in wanted if one is not bad]]
    half = len(wanted) // 2
    return [wanted[:half], wanted[half:]]


def _arrays(steps: Sequence[Step[W]]) -> Iterator[list[Step[W]]]:
    array: list[Step[W]] = []
    for step in steps:
        if array and (len(array) == ARRAY or sum(one.rows for one in array) + step.rows > ROWS_MAX):
            yield array
            array = []
        array.append(step)
    if array:
        yield array
