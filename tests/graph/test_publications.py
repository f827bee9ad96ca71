"""Publications: the latest message of a DOI counts in any order; what they hold is expected until it is announced."""

from itertools import permutations

import pytest

from lineage.graph.audit import audit
from lineage.graph.database import Database
from lineage.graph.read import fingerprint
from lineage.graph.write import write
from lineage.model.message import Message
from tests.graph_sets import message, outcomes, publication, run, states, statuses, wipe

X, Y, ID = "/data/x", "/data/y", "icat:dataset/7"
DOI = "10.1234/a"


def held(database: Database) -> set[tuple[str, str]]:
    found = run(
        database, "MATCH (p:Publication)-[:HOLDS]->(x) RETURN p.doi AS doi, coalesce(x.location, x.key) AS member"
    )
    return {(row["doi"], row["member"]) for row in found}


def test_a_publication_holds_what_it_names_and_what_is_not_known_is_expected(database: Database) -> None:
    statuses(database, message(X))

    became = outcomes(database, publication(X, Y, investigations=(("hg2", "id01"),), title="T"))

    assert [(outcome.status, outcome.location, outcome.change) for outcome in became] == [("created", None, 2)]
    assert held(database) == {(DOI, X), (DOI, Y), (DOI, "hg2@id01")}
    assert states(database) == {X: ("raw", "present"), Y: ("unknown", "expected")}


def test_what_only_a_publication_named_goes_when_it_names_it_no_more(database: Database) -> None:
    statuses(database, publication(X, Y, investigations=(("hg2", "id01"),)))

    assert statuses(database, publication(Y, day=2)) == ["replaced"]

    assert held(database) == {(DOI, Y)}
    assert states(database) == {Y: ("unknown", "expected")}
    assert run(database, "MATCH (i:Investigation|Instrument) RETURN i") == []


def test_the_same_again_is_known_and_what_was_said_before_comes_too_late(database: Database) -> None:
    latest = publication(X, day=2)
    statuses(database, latest)

    assert statuses(database, latest, publication(Y)) == ["unchanged", "superseded"]
    assert held(database) == {(DOI, X)}


def test_a_member_that_only_its_icat_id_named_becomes_the_dataset_that_has_the_id(database: Database) -> None:
    statuses(database, publication(ID, X))
    assert held(database) == {(DOI, ID), (DOI, X)}

    statuses(database, message(X, icat_id=7))

    assert held(database) == {(DOI, X)}
    assert audit(database).is_clean


@pytest.mark.parametrize("batch_size", [1, 5])
def test_any_order_gives_one_graph(database: Database, batch_size: int) -> None:
    said: list[Message] = [
        publication(ID, title="first"),
        publication(X, Y, day=2, title="second", investigations=(("hg1", "id00"),)),
        publication(ID, day=3, title="first"),
        message(X, icat_id=7),
        message("/data/z", X),
    ]
    graphs = set()
    for order in list(permutations(said))[::7]:
        wipe(database)
        for start in range(0, len(order), batch_size):
            write(database, list(order[start : start + batch_size]))
        graphs.add((fingerprint(database), frozenset(held(database))))
        assert audit(database).is_clean

    assert {members for _, members in graphs} == {frozenset({(DOI, X)})}
    assert len(graphs) == 1


@pytest.mark.breaks_rules
def test_the_audit_sees_a_publication_that_holds_something_else(database: Database) -> None:
    statuses(database, message(X), publication(Y))
    run(database, "MATCH (p:Publication)-[h:HOLDS]->(:Dataset {location: $y}) DELETE h", y=Y)

    found = {finding.rule for finding in audit(database).findings if finding.count}

    assert found == {"publication_holds", "expected_is_named"}
