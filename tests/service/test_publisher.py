"""A thread that publishes again and again: what it tells, what stops it, and that a failure does not."""

from collections.abc import Callable, Iterable, Iterator
from queue import Queue
from threading import Event

import pytest

from lineage.errors import GraphUnavailable
from lineage.model import answers
from lineage.service.icat import Stopped
from lineage.service.publisher import Publisher

PATIENCE_S = 30
NOTHING = answers.Published(
    facility="F",
    is_dry_run=False,
    since=None,
    as_of=0,
    counts={},
    found_ids=0,
    waiting_datasets=0,
    waiting_since=None,
    waiting_jobs=0,
    refused_count=0,
    refused=[],
    new_types=[],
    differing_types={},
    kept_values=0,
)


class Scripted:
    """Publications that end as they were told to; `states` holds what the publisher told when each began."""

    def __init__(self, ends: Iterable[answers.Published | Exception]) -> None:
        self.ends: Iterator[answers.Published | Exception] = iter(ends)
        self.states: Queue[answers.Publisher] = Queue()
        self.publisher = Publisher(self._publish, interval_s=0.001)

    def _publish(self, is_over: Event) -> answers.Published:
        self.states.put(self.publisher.state)
        end = next(self.ends, None)
        if end is None:  # the last one goes on until it is stopped
            is_over.wait(PATIENCE_S)
            raise Stopped
        if isinstance(end, Exception):
            raise end
        return end

    def told(self) -> answers.Publisher:
        """Return what was told when the next publication began."""
        return self.states.get(timeout=PATIENCE_S)


@pytest.fixture
def scripted() -> Iterator[Callable[..., Scripted]]:
    """Return what starts a publisher of some publications; it is stopped at the end."""
    made: list[Scripted] = []

    def start(*ends: answers.Published | Exception) -> Scripted:
        made.append(Scripted(ends))
        made[-1].publisher.start()
        return made[-1]

    yield start
    for one in made:
        one.publisher.stop()


def test_it_publishes_again_and_again_and_tells_how_it_went(scripted: Callable[..., Scripted]) -> None:
    first = NOTHING.model_copy(update={"as_of": 7, "waiting_datasets": 2, "waiting_since": "2024", "waiting_jobs": 1})
    found = scripted(first, NOTHING.model_copy(update={"as_of": 9, "refused_count": 3}))

    begun, after_first, after_second = found.told(), found.told(), found.told()

    assert (begun.is_at_work, begun.as_of, begun.succeeded_at) == (True, None, None)
    assert (after_first.as_of, after_first.waiting_datasets, after_first.waiting_jobs) == (7, 2, 1)
    assert (after_first.waiting_since, after_first.error) == ("2024", None)
    assert (after_second.as_of, after_second.waiting_datasets, after_second.refused_count) == (9, 0, 3)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (GraphUnavailable("bolt://x", "gone"), "The graph database at bolt://x does not answer: gone"),
        (ZeroDivisionError("a secret"), "an error that nobody foresaw; the log tells it"),
    ],
)
def test_a_failure_is_told_until_one_succeeds(
    scripted: Callable[..., Scripted], error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = scripted(NOTHING.model_copy(update={"as_of": 7}), error, NOTHING.model_copy(update={"as_of": 9}))

    states = [found.told() for _ in range(4)]

    assert [(state.as_of, state.error) for state in states] == [(None, None), (7, None), (7, told), (9, None)]
    assert states[2].failed_at
    assert states[2].succeeded_at == states[1].succeeded_at
    assert [record.name for record in caplog.records] == ["lineage.service.publisher"]


def test_one_that_is_under_way_is_ended(scripted: Callable[..., Scripted]) -> None:
    found = scripted()
    assert found.told().is_at_work

    found.publisher.stop()

    assert found.publisher.state.error is None
    assert found.states.empty()
