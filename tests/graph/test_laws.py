"""The laws of the graph, as properties: any order, any repetition, any batch size, two writers at once; events too."""

import threading
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineage.graph.audit import audit
from lineage.graph.database import Database
from lineage.graph.read import fingerprint
from lineage.graph.write import write
from lineage.model.message import Application, DatasetMessage, InvestigationMessage, Message, Run
from tests.graph_sets import archived, files_added, links, message, publication, rescheduled, update, wipe

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def location(number: int) -> str:
    return f"/data/d{number:02}"


@st.composite
def worlds(draw: st.DrawFn) -> list[Message]:
    """Messages that do not contradict each other: a random DAG, announced in several versions.

    Inputs always have a smaller number, so no two versions can close a cycle; a run is named by all versions of a
    dataset or by none, so no two runs claim one dataset.
    """
    size = draw(st.integers(2, 9))
    runs = [draw(st.sampled_from(["", "", "run-a", "run-b"])) for _ in range(size)]
    # datasets of one run share its job: they may only read what comes before all of them
    first = {run: runs.index(run) for run in runs if run}
    said: list[Message] = []
    for number in range(size):
        for _ in range(draw(st.integers(0 if number else 1, 3))):
            ceiling = first.get(runs[number], number)
            earlier = st.sets(st.integers(0, ceiling - 1), max_size=3) if ceiling else st.just(set())
            inputs = [location(n) if draw(st.booleans()) else f"icat:dataset/{n + 1}" for n in draw(earlier)]
            said.append(
                message(
                    location(number),
                    *inputs,
                    run=Run("hg1@id00", runs[number]) if runs[number] else None,
                    icat_id=draw(st.sampled_from([None, number + 1])),
                    sequence_index=draw(st.integers(0, 2)),
                    sample=draw(st.sampled_from(["s", "t"])),
                    techniques=draw(st.sampled_from([(), ("ESRFET:1",), ("ESRFET:1", "ESRFET:2")])),
                    application=draw(st.sampled_from([None, Application("a", "1"), Application("a", "2")])),
                    parameters=draw(st.sampled_from([{}, {"scanNumber": 7}])),
                    other_parameters=draw(st.sampled_from([{}, {"own": "c"}])),
                )
            )
    if draw(st.booleans()):
        said.append(InvestigationMessage("hg1", "id00", draw(st.sampled_from(["2024-01", "2024-02"]))))
    return said + draw(events(size))


@st.composite
def events(draw: st.DrawFn, size: int) -> list[Message]:
    """Events about datasets that are announced, expected or never named, some by ids that are bound late or never."""
    days, number = st.integers(1, 3), st.integers(0, size)
    states = st.sampled_from(["draft", "findable"])
    said: list[Message] = []
    for _ in range(draw(st.integers(0, 6))):
        place, day = draw(number), draw(days)
        choices: list[Message] = [
            update(location(place), "scanNumber", draw(st.sampled_from([1, 2])), day=day),
            update(location(place), "scanNumber", None, text="n/a", day=day),
            update(location(place), "own", None, text=draw(st.sampled_from(["a", "b"])), day=day),
            update(location(place), "Sample_name", draw(st.sampled_from(["s", "u"])), day=day),
            archived(place + 1, draw(st.sampled_from(["", "on tape"])), day=day),
            archived(place + 1, type_="restoration", level="error", day=day),
            files_added(place + 1, day=day),
            publication(location(place), f"icat:dataset/{place + 1}", day=day),
            publication(f"icat:dataset/{place}", day=day, state=draw(states)),
            rescheduled(place, draw(st.sampled_from(["2024-03", "2024-04"])), day=day),
        ]
        said.append(draw(st.sampled_from(choices)))
    for _ in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(["hg1", "hg2"]))
        said.append(InvestigationMessage(name, "id00", "2024-01", icat_id=draw(number)))
    return said


def deliver(database: Database, messages: list[Message], batch_size: int) -> None:
    pending = iter(messages)
    while batch := list(islice(pending, batch_size)):
        write(database, batch)


def test_the_graph_is_a_function_of_the_set_of_messages(database: Database) -> None:
    @SLOW
    @given(world=worlds(), data=st.data())
    def check(world: list[Message], data: st.DataObject) -> None:
        wipe(database)
        deliver(database, world, 1)
        expected, made = fingerprint(database), links(database)
        shuffled = data.draw(st.permutations(world + data.draw(st.lists(st.sampled_from(world), max_size=4))))

        wipe(database)
        deliver(database, shuffled, data.draw(st.integers(1, 6)))

        assert links(database) == made
        assert fingerprint(database) == expected
        assert audit(database).is_clean

    check()


def test_two_writers_at_once_give_the_graph_of_one(database: Database) -> None:
    @settings(SLOW, max_examples=10)
    @given(world=worlds(), data=st.data())
    def check(world: list[Message], data: st.DataObject) -> None:
        wipe(database)
        deliver(database, world, 1)
        expected = fingerprint(database)
        orders = [data.draw(st.permutations(world)) for _ in range(2)]

        wipe(database)
        writers = [threading.Thread(target=deliver, args=(database, order, 2)) for order in orders]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        assert fingerprint(database) == expected
        assert audit(database).is_clean

    check()


@st.composite
def quarrels(draw: st.DrawFn) -> list[Message]:
    """Messages that may contradict each other in every way: cycles, two producers, ids of others."""
    number = st.integers(0, 4)
    return [
        message(
            location(place),
            *{location(n) for n in draw(st.sets(number, max_size=2)) if n != place},
            run=draw(st.sampled_from([None, None, Run("p", "1"), Run("p", "2")])),
            icat_id=draw(st.sampled_from([None, None, 1, 2])),
            sequence_index=draw(st.integers(0, 2)),
        )
        for place in draw(st.lists(number, min_size=2, max_size=8))
    ]


def test_whatever_messages_say_the_graph_breaks_no_rule_and_each_has_its_outcome(database: Database) -> None:
    @SLOW
    @given(world=quarrels(), batch_size=st.integers(1, 8))
    def check(world: list[Message], batch_size: int) -> None:
        wipe(database)
        outcomes = [
            outcome
            for start in range(0, len(world), batch_size)
            for outcome in write(database, world[start : start + batch_size])
        ]

        assert len(outcomes) == len(world)
        assert all((outcome.status == "rejected") == (outcome.error is not None) for outcome in outcomes)
        assert audit(database).is_clean
        before = fingerprint(database)
        accepted = [said for said, outcome in zip(world, outcomes, strict=True) if outcome.error is None]
        write(database, accepted)
        assert fingerprint(database) == before

    check()


def changes(outcomes: list[int | None]) -> Iterator[int]:
    return (change for change in outcomes if change is not None)


def test_changes_have_numbers_without_gaps_in_the_order_of_messages(database: Database) -> None:
    batch: list[Message] = [message(location(n), location(n - 1)) for n in range(1, 20)]

    numbers = list(changes([outcome.change for outcome in write(database, [*batch, *batch])]))

    assert numbers == list(range(1, 20))


@pytest.mark.parametrize("batch_size", [1, 3, 7])
def test_one_bad_message_spoils_no_other_of_its_batch(database: Database, batch_size: int) -> None:
    good = [message(location(n), location(n - 1)) for n in range(1, 7)]
    bad = message(location(0), location(6))
    world: list[Message] = [*good[:4], bad, *good[4:], message(location(9), location(6))]

    deliver(database, world, batch_size)

    made = links(database)
    assert (location(6), location(9)) in made
    assert len(made) == 7
    assert isinstance(world[0], DatasetMessage)
