"""ICAT ids that are told on their own: bound to what is there, whatever came first, and kept."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.graph.audit import audit
from lineage.graph.database import Database
from lineage.graph.plan import Known, Planner
from lineage.graph.read import change, fingerprint
from lineage.graph.write import write
from lineage.model.message import DatasetMessage, IdentityMessage, Message
from tests.graph.test_laws import SLOW, deliver, location, worlds
from tests.graph_sets import archived, links, message, outcomes, run, states, statuses, update, wipe

X, Y, Z = "/d/x", "/d/y", "/d/z"


def ids(database: Database) -> dict[str, int]:
    found = run(database, "MATCH (d:Dataset) WHERE d.icat_id > 0 RETURN d.location AS at, d.icat_id AS id")
    return {row["at"]: row["id"] for row in found}


def test_an_announced_dataset_learns_its_id_once(database: Database) -> None:
    statuses(database, message(X))

    became = [outcomes(database, IdentityMessage(X, 7))[0] for _ in range(2)]

    assert [(outcome.status, outcome.location, outcome.change) for outcome in became] == [
        ("created", X, 2),
        ("unchanged", X, None),
    ]
    assert ids(database) == {X: 7}
    assert change(database) == 2


def test_an_expected_dataset_learns_its_id_and_keeps_it_when_it_is_announced(database: Database) -> None:
    statuses(database, message(Y, X))
    assert statuses(database, IdentityMessage(X, 7)) == ["created"]
    assert states(database)[X] == ("unknown", "expected")

    statuses(database, message(X))
    statuses(database, message(X, sequence_index=1), message(X, sequence_index=1, icat_id=7))

    assert ids(database) == {X: 7}


def test_readers_and_events_that_named_the_id_become_those_of_the_dataset(database: Database) -> None:
    statuses(database, message(Y, "icat:dataset/7"), archived(7, "on tape"), message(X))

    statuses(database, IdentityMessage(X, 7))

    assert links(database) == {(X, Y)}
    assert run(database, f"MATCH (:Event)-[:ABOUT]->(d:Dataset {{location: '{X}'}}) RETURN d.archive_message AS m") == [
        {"m": "on tape"}
    ]


def test_an_id_that_closes_a_cycle_is_refused(database: Database) -> None:
    statuses(database, message(Y, "icat:dataset/7"), message(X, Y))
    before = fingerprint(database)

    (became,) = outcomes(database, IdentityMessage(X, 7))

    assert (became.status, became.location) == ("rejected", X)
    assert became.error
    assert became.error.code == "cycle"
    assert fingerprint(database) == before


def test_an_id_of_a_dataset_that_nobody_named_is_refused_and_accepted_later(database: Database) -> None:
    (became,) = outcomes(database, IdentityMessage(X, 7))
    assert became.error
    assert (became.error.code, became.error.facts) == (
        "unknown_dataset",
        {"field": "location", "icat_id": 7, "location": X},
    )
    assert states(database) == {}

    assert statuses(database, message(X), IdentityMessage(X, 7)) == ["created", "created"]
    assert ids(database) == {X: 7}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (IdentityMessage(X, 8), "the dataset has the id 7"),
        (IdentityMessage(Y, 7), f"the id belongs to the dataset '{X}'"),
    ],
)
def test_what_contradicts_a_known_id_is_refused(database: Database, said: Message, reason: str) -> None:
    statuses(database, message(X, icat_id=7), message(Y))

    (became,) = outcomes(database, said)

    assert became.error
    assert became.error.code == "id_taken"
    assert reason in became.error.message
    assert ids(database) == {X: 7}


@pytest.mark.parametrize("namer", [message(Y, X), update(X, "own", None, text="a")], ids=["input", "event"])
def test_a_dataset_that_the_batch_names_is_there(database: Database, namer: Message) -> None:
    assert statuses(database, namer, IdentityMessage(X, 7)) == ["created", "created"]

    assert ids(database) == {X: 7}


def test_any_order_with_the_other_messages_of_a_dataset_ends_in_one_plan() -> None:
    said: list[Message] = [
        message(X, sequence_index=1),
        message(X, "/d/w"),
        IdentityMessage(X, 7),
        message(X, sequence_index=2, icat_id=7),
    ]

    ends = set()
    for order in itertools.permutations(said):
        planner = Planner([Known(X)], {}, 0)
        planner.take(order)
        ends.add((planner.known[X], planner.owners[7]))

    assert len(ends) == 1


def test_ids_told_between_the_messages_end_in_the_graph_of_ids_told_last(database: Database) -> None:
    @SLOW
    @given(world=worlds(), data=st.data())
    def check(world: list[Message], data: st.DataObject) -> None:
        announced = {said.location for said in world if isinstance(said, DatasetMessage)}
        told = [IdentityMessage(location(n), n + 1) for n in range(9) if location(n) in announced]
        wipe(database)
        deliver(database, [*world, *told], 1)
        expected, made = fingerprint(database), links(database)

        wipe(database)
        deliver(database, data.draw(st.permutations([*world, *told])), data.draw(st.integers(1, 6)))
        write(database, told)  # those that came before their dataset were refused

        assert links(database) == made
        assert fingerprint(database) == expected
        assert audit(database).is_clean

    check()
